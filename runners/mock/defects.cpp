#include "runners/mock/defects.h"

#include <array>
#include <stdexcept>

namespace assay::runners::mock {
namespace {

std::array<std::span<const DefectRow>, 4> all_rows() {
  return {request_defects(), state_defects(), life_defects(), wire_defects()};
}

const DefectRow* row_named(std::string_view id) {
  for (std::span<const DefectRow> rows : all_rows()) {
    for (const DefectRow& row : rows) {
      if (row.defect.id == id) return &row;
    }
  }
  return nullptr;
}

}  // namespace

std::span<const Defect> defect_catalogue() {
  static const std::vector<Defect> catalogue = [] {
    std::vector<Defect> all;
    for (std::span<const DefectRow> rows : all_rows()) {
      for (const DefectRow& row : rows) all.push_back(row.defect);
    }
    return all;
  }();
  return catalogue;
}

ActiveDefect::ActiveDefect(const spec::Contract& contract, std::string_view id) {
  const DefectRow* row = row_named(id);
  if (row == nullptr) throw std::invalid_argument("no defect is called '" + std::string(id) + "'");
  places_.assign(contract.operations.size(), false);
  std::vector<std::size_t> fitting;
  std::vector<std::string> fields;
  for (std::size_t i = 0; i < contract.operations.size(); ++i) {
    const spec::Operation& operation = contract.operations[i];
    if (!row->operation(contract, operation)) continue;
    std::string field;
    for (const spec::Field& candidate : operation.fields) {
      if (row->field != nullptr && row->field(contract, operation, candidate)) {
        field = candidate.name;
        break;
      }
    }
    if (row->field != nullptr && field.empty()) continue;
    fitting.push_back(i);
    fields.push_back(field);
  }
  if (fitting.empty()) {
    throw std::invalid_argument("the defect '" + std::string(id) +
                                "' has no place in this contract");
  }
  bug_ = row->bug;
  if (row->take == Take::last) {
    places_[fitting.back()] = true;
    field_ = fields.back();
  } else {
    field_ = fields.front();
    for (std::size_t i : fitting) {
      places_[i] = true;
      if (row->take == Take::first) break;
    }
  }
}

}  // namespace assay::runners::mock
