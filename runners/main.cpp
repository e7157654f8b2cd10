#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "runners/commands.h"

namespace {

// The columns of the terminal behind standard output; 0: none, or it doesn't say.
std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe or socket is an error to be told, not an end
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const assay::runners::Surroundings around{
      std::cout, std::cerr,
      [](const char* name) { return static_cast<const char*>(std::getenv(name)); },
      ::isatty(STDOUT_FILENO) == 1, terminal_width()};
  try {
    const int status = assay::runners::assay_program(arguments, around);
    std::cout.flush();
    return status;
  } catch (const std::exception& error) {
    std::cerr << "assay: internal error: " << error.what() << '\n';
    return assay::runners::kWrongInput;
  }
}
