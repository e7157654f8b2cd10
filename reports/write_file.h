// A file that is either wholly there or as it was before.
#pragma once

#include <string>
#include <string_view>

namespace assay::reports {

// Writes a file beside `path` and puts it in its place; what is no regular file (a pipe,
// /dev/stdout) is written directly.
// "" or "cannot write out.xml: No such file or directory".
std::string write_file(const std::string& path, std::string_view contents);

// Whether write_file would do, as far as can be told without writing: "" or why not.
std::string unwritable(const std::string& path);

}  // namespace assay::reports
