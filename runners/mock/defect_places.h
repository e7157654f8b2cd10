// Where a defect may stand, as questions about a contract: nothing here knows any API by name.
#pragma once

#include "spec/contract.h"

namespace assay::runners::mock::places {

using spec::Contract;
using spec::Field;
using spec::Operation;

// Operations.
bool any(const Contract&, const Operation& op);
bool creates(const Contract&, const Operation& op);
bool creates_active(const Contract& c, const Operation& op);  // into the resource's first status
bool reads(const Contract&, const Operation& op);
bool reads_by_second_key(const Contract& c, const Operation& op);
bool updates(const Contract&, const Operation& op);
bool writes(const Contract& c, const Operation& op);  // creates and updates
bool removes(const Contract&, const Operation& op);
bool pages(const Contract&, const Operation& op);  // lists in pages
bool lists_relation(const Contract&, const Operation& op);
bool sets_relation(const Contract&, const Operation& op);
bool clears_relation(const Contract&, const Operation& op);
bool sets_status(const Contract&, const Operation& op);  // an act
bool changes(const Contract&,
             const Operation& op);  // an act that changes an attribute, but no status
bool exists(const Contract&, const Operation& op);
bool checks(const Contract&, const Operation& op);
bool names_object(const Contract&,
                  const Operation& op);  // by a key that is made by the server, and unique
bool acts_by_key(const Contract& c, const Operation& op);  // act, update or remove
bool two_keys(const Contract&, const Operation& op);
bool depends(const Contract&, const Operation& op);
bool wins(const Contract&, const Operation& op);
bool secured(const Contract&, const Operation& op);
bool has_body(const Contract&, const Operation& op);

// Fields.
bool shown_text(const Contract& c, const Operation& op,
                const Field& f);  // free text that a reader shows
bool shown_boolean(const Contract& c, const Operation& op, const Field& f);  // that a reader shows
bool true_default(const Contract& c, const Operation& op,
                  const Field& f);  // a boolean that is true when left out
bool optional_boolean(const Contract&, const Operation& op, const Field& f);
bool required_text(const Contract&, const Operation& op,
                   const Field& f);  // neither a key nor an enum
bool required_key(const Contract&, const Operation& op, const Field& f);  // names the object
bool last_required(const Contract&, const Operation& op, const Field& f);
bool required_enum(const Contract&, const Operation& op, const Field& f);
bool optional_enum_zero(const Contract&, const Operation& op,
                        const Field& f);  // whose enum has a '0' that must be taken
bool any_enum(const Contract&, const Operation& op, const Field& f);
bool status_selector_default(const Contract&, const Operation& op, const Field& f);
bool plain_integer(const Contract&, const Operation& op, const Field& f);  // without an enum
bool address(const Contract&, const Operation& op, const Field& f);
bool pattern(const Contract&, const Operation& op, const Field& f);  // that must be kept
bool conditional(const Contract&, const Operation& op, const Field& f);
bool write_only(const Contract&, const Operation& op, const Field& f);

}  // namespace assay::runners::mock::places
