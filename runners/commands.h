// The commands of the program. Each writes to the streams that it is given and returns the exit
// status.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "runners/credentials.h"
#include "runners/options.h"

namespace assay::runners {

// What a command may know of the world around it.
struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  Environment environment;
  bool terminal = false;  // people watch `out`
  std::size_t width = 0;  // its columns, if it is a terminal that says so
};

// The whole program, but for main(). `arguments`: without the program's name.
int assay_program(const std::vector<std::string>& arguments, const Surroundings& around);

int run_command(const RunOptions& options, const Surroundings& around);
int mock_command(const MockCommandOptions& options, const Surroundings& around);
int contract_command(const ContractOptions& options, const Surroundings& around);
int laws_command(const LawsOptions& options, const Surroundings& around);

// Loads and prints what is to complain about; nullopt if there are errors.
std::optional<spec::Contract> load(const DocumentOptions& documents, const Surroundings& around,
                                   bool warnings);

inline constexpr int kHeld = 0;
inline constexpr int kWrongInput = 2;
inline constexpr int kNoTarget = 3;

}  // namespace assay::runners
