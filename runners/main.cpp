#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "runners/commands.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe or socket is an error to be told, not an end
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const assay::runners::Surroundings around{
      std::cout, std::cerr,
      [](const char* name) { return static_cast<const char*>(std::getenv(name)); },
      ::isatty(STDOUT_FILENO) == 1};
  try {
    const int status = assay::runners::assay_program(arguments, around);
    std::cout.flush();
    return status;
  } catch (const std::exception& error) {
    std::cerr << "assay: internal error: " << error.what() << '\n';
    return assay::runners::kWrongInput;
  }
}
