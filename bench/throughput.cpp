// throughput [CASES...]: trials per second of whole runs against the embedded mock (in this
// process), where the workers' time went, and the peak memory so far. Name the cases from small to
// large: memory only ever grows.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "runners/session_test.h"

int main(int argc, char** argv) {
  using namespace assay;
  try {
    const spec::Contract& contract = runners::embedded_contract();
    std::vector<std::size_t> cases;
    for (int i = 1; i < argc; ++i) cases.push_back(std::strtoul(argv[i], nullptr, 10));
    if (cases.empty()) cases = {20, 20, 20};
    for (const std::size_t count : cases) {
      runners::SessionOptions options;
      options.cases = count;
      const reports::RunSummary summary = runners::run_session(contract, options).summary;
      const double seconds = static_cast<double>(summary.duration.count()) / 1e6;
      const double work =
          static_cast<double>((summary.generating + summary.sending + summary.judging).count()) /
          100;
      rusage usage{};
      getrusage(RUSAGE_SELF, &usage);
      std::printf(
          "cases %zu: %zu trials, %zu requests in %.2f s: %.0f trials/s, %.0f requests/s; "
          "generating %.1f %%, sending %.1f %%, "
          "judging %.1f %%; peak %.1f MiB; held %zu, broken %zu, skipped %zu\n",
          count, summary.trials, summary.requests, seconds,
          static_cast<double>(summary.trials) / seconds,
          static_cast<double>(summary.requests) / seconds,
          static_cast<double>(summary.generating.count()) / work,
          static_cast<double>(summary.sending.count()) / work,
          static_cast<double>(summary.judging.count()) / work,
          static_cast<double>(usage.ru_maxrss) / 1024, summary.held, summary.broken,
          summary.skipped);
      std::fflush(stdout);
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "throughput: %s\n", error.what());
    return 2;
  }
}
