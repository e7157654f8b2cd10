// Defects: the promises that the mock can be told to break, and where the one that is active breaks
// them. The rows stand in defect_rows_*.cpp; the places that ask `hits()` are the hooks. Immutable
// after construction; any thread may ask.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runners/mock/mock.h"
#include "spec/contract.h"

namespace assay::runners::mock {

enum class Bug {
  none,
  // accept: what is valid is refused
  full_refused,
  last_member_refused,
  true_refused,
  upper_bound_refused,
  optional_demanded,
  pair_refused,
  triple_refused,
  both_keys_demanded,
  zero_refused,
  // shape: an answer that is not as documented
  number_as_text,
  key_missing,
  false_key_missing,
  empty_as_null,
  boolean_as_number,
  time_without_zone,
  time_as_number,
  second_item_type,
  single_item_bare,
  empty_list_null,
  wrong_media_type,
  wrong_status,
  no_body,
  // required
  required_not_asked,
  required_empty_taken,
  required_waived,
  key_not_asked,
  last_required_not_asked,
  // default
  default_ignored,
  default_wins,
  default_wrong_when_read,
  default_wrong_in_list,
  default_size,
  condition_ignored,
  condition_always,
  condition_ignored_by_update,
  condition_overrides,
  condition_first_unseen,
  selector_default_ignored,
  // reject
  enum_neighbour_taken,
  enum_unchecked,
  size_301_taken,
  maximum_unchecked,
  minimum_unchecked,
  boolean_unchecked,
  integer_by_prefix,
  address_without_at,
  address_two_at,
  address_blank,
  address_empty_side,
  pattern_not_anchored,
  pattern_unchecked,
  // depend
  dependency_ignored,
  dependency_empty_taken,
  // encode
  plus_stays,
  plus_twice,
  lower_hex_stays,
  names_stay_encoded,
  cut_at_equals,
  split_after_decoding,
  semicolon_splits,
  latin1,
  decoded_twice,
  order_matters,
  blanks_trimmed,
  cut_at_255,
  astral_replaced,
  html_escaped,
  lines_normalised,
  composed,
  quotes_doubled,
  lower_cased,
  tag_dropped,
  // protocol
  get_taken,
  delete_taken,
  media_type_ignored,
  path_prefix_taken,
  // auth
  nothing_asked,
  last_secret_unchecked,
  first_secret_unchecked,
  secret_beginning_taken,
  secret_case_ignored,
  absent_taken,
  // state: writing
  update_forgets,
  update_resets,
  update_skips_false,
  update_renews_creation,
  update_hits_newest,
  update_ignores_blank,
  create_loses_text,
  create_swaps_texts,
  create_answer_differs,
  create_flips_boolean,
  read_writes,
  act_resets,
  act_unlists,
  refused_create_writes,
  refused_create_creates,
  refused_update_writes,
  first_evicted,
  left_out_inherited,
  // state: removal
  remove_keeps,
  removed_still_read,
  removed_still_listed,
  removed_still_exists,
  removed_still_good,
  removed_still_taken,
  name_stays_gone,
  // state: keys
  unique_unchecked,
  unique_per_operation,
  unique_until_changed,
  unknown_gives_newest,
  unknown_taken,
  key_case_ignored,
  key_beginning_taken,
  key_end_ignored,
  key_symbols_ignored,
  other_key_taken,
  address_local_part,
  address_any_domain,
  second_key_refused,
  loser_wins,
  other_id_shown,
  creation_moves,
  neighbour_shown,
  second_reader_stale,
  // state: effects
  act_without_effect,
  status_hidden,
  change_forgotten,
  relation_not_set,
  relation_not_cleared,
  relation_cleared_for_good,
  relation_reversed,
  relation_shared,
  exists_always,
  exists_never,
  check_always,
  check_never,
  // state: lists
  list_omits_newest,
  list_other_status,
  list_second_value,
  list_stands_still,
  total_off_by_one,
  total_of_page,
  pages_rounded_down,
  page_overlaps,
  page_skips,
  size_ignored,
  size_capped,
  number_ignored,
  size_not_shown,
  number_not_shown,
  relation_total,
  // robust
  fails_on_astral,
  fails_on_empty_body,
  fails_on_repeated,
  fails_on_long,
  fails_on_quote,
  fails_on_nul,
  fails_on_bad_percent,
  fails_on_bad_utf8,
  fails_on_big_number,
  fails_on_unknown_field,
  two_documents,
  trailing_comma,
  duplicate_key,
  bad_utf8_answer,
  hangs_up,
  answer_cut,
  chunk_missing,
  stray_bytes,
  lying_encoding,
  nan_number,
  // privacy
  password_shown,
  password_in_refusal,
  credential_in_refusal,
  credential_shown,
  stack_trace,
  // steady
  text_alternates,
  boolean_alternates,
  total_alternates,
};

using OperationTest = bool (*)(const spec::Contract&, const spec::Operation&);
using FieldTest = bool (*)(const spec::Contract&, const spec::Operation&, const spec::Field&);

enum class Take { first, last, all };

// One row: the defect, the operations that it may stand in, and the field that it is about.
struct DefectRow {
  Bug bug = Bug::none;
  Defect defect;
  Take take = Take::all;
  OperationTest operation = nullptr;
  FieldTest field = nullptr;  // nullptr: about no field
};

std::span<const DefectRow> request_defects();  // what single requests show
std::span<const DefectRow> state_defects();    // what takes several
std::span<const DefectRow> life_defects();  // … and what was done before to be changed, or gone
std::span<const DefectRow> wire_defects();  // encoding, robustness, privacy, steadiness

class ActiveDefect {
 public:
  ActiveDefect() = default;  // honest
  // An unknown id, or one that has no place in this contract, throws std::invalid_argument.
  ActiveDefect(const spec::Contract& contract, std::string_view id);

  bool is(Bug bug) const { return bug_ == bug; }
  bool hits(Bug bug, std::size_t operation) const { return bug_ == bug && places_[operation]; }
  const std::string& field() const { return field_; }

 private:
  Bug bug_ = Bug::none;
  std::vector<bool> places_;
  std::string field_;
};

}  // namespace assay::runners::mock
