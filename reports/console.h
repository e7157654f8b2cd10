// The console: a live progress line where people watch, one line per operation, the broken laws in
// detail, and a summary. Writes to the stream that it is given and nowhere else.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "reports/report.h"

namespace assay::reports {

struct ConsoleStyle {
  bool live = false;   // a terminal: the progress line is drawn and redrawn
  bool color = false;  // the caller has looked at NO_COLOR
  std::size_t width = 80;
  std::size_t details = 25;  // so many broken laws are told in full, the others in a line each
};

class Console : public Report {
 public:
  Console(std::ostream& out, const ConsoleStyle& style);  // `out` must outlive the console

  void run_started(const RunInfo& info, const spec::Contract& contract) override;
  void progress(const Progress& progress) override;
  void operation_started(const spec::Operation& operation) override;
  void law_judged(const spec::Operation& operation, const spec::Finding& finding) override;
  void operation_finished(const spec::Operation& operation) override;
  void run_finished(const RunSummary& summary) override;
  std::string failure() const override;

 private:
  enum class Paint { good, bad, pale, strong };
  std::string painted(const std::string& text, Paint paint) const;
  void clear_line();
  void print_details();
  void print_counts(const RunSummary& summary);
  void print_reasons(const RunSummary& summary);

  std::ostream& out_;
  ConsoleStyle style_;
  const spec::Contract* contract_ = nullptr;
  RunInfo info_;
  std::size_t name_width_ = 0;
  bool line_drawn_ = false;
  std::chrono::microseconds last_drawn_{-1};
  struct Count {
    std::size_t held = 0, broken = 0, skipped = 0, errors = 0;
    std::chrono::microseconds duration{0};
  } count_;
  std::vector<std::string> briefs_;  // of the current operation's broken laws
  // Broken laws that found the same thing in the same place: one of them is told in full.
  struct Detail {
    std::string place;     // what they have in common; "": nothing with any other
    std::size_t cost = 0;  // of reading the one that is told
    std::string text, message;
    std::string operation, law;                            // of the one that is told
    std::vector<std::pair<std::string, std::string>> all;  // operation and law, in order
  };
  void add(Detail detail);
  static std::string also_text(const Detail& detail, std::size_t width);
  std::vector<Detail> details_;  // in order
};

// What an exit status says, in words.
std::string exit_meaning(int status);

}  // namespace assay::reports
