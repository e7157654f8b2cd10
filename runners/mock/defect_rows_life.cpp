// The defects that show only once something was changed, cleared, left out or removed before.
#include <array>

#include "runners/mock/defect_places.h"
#include "runners/mock/defects.h"

namespace assay::runners::mock {
namespace {

using namespace places;

constexpr std::array kRows{
    DefectRow{Bug::unique_until_changed,
              {"unique-until-changed", "state", "state/*",
               "The key of an object that was updated counts as free."},
              Take::first,
              creates,
              nullptr},
    DefectRow{Bug::name_stays_gone,
              {"name-stays-gone", "state", "state/*",
               "A key that was removed and created again is said not to exist."},
              Take::all,
              exists,
              nullptr},
    DefectRow{Bug::left_out_inherited,
              {"left-out-inherited", "state", "state/*",
               "A text that is left out is that of the object made before."},
              Take::first,
              creates,
              shown_text},
    DefectRow{Bug::relation_cleared_for_good,
              {"relation-cleared-for-good", "state", "state/*",
               "After a relation was cleared none can be set."},
              Take::all,
              clears_relation,
              nullptr},
    DefectRow{Bug::other_key_taken,
              {"other-key-taken", "state", "state/*", "An id is good in a token's place."},
              Take::all,
              checks,
              nullptr},
    DefectRow{Bug::key_symbols_ignored,
              {"key-symbols-ignored", "state", "state/*",
               "Only the letters and digits of an id are compared."},
              Take::first,
              acts_by_key,
              nullptr},
};

}  // namespace

std::span<const DefectRow> life_defects() {
  return kRows;
}

}  // namespace assay::runners::mock
