#include "spec/file_text.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace assay::spec {
namespace {

constexpr std::size_t kMaxSize = 64u << 20;

}  // namespace

std::variant<std::string, Complaint> read_file(const std::string& path) {
  const auto complaint = [&](std::string what, std::string hint) {
    return Complaint{Severity::error, path.empty() ? "''" : path, 0, 0, std::move(what),
                     std::move(hint)};
  };
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return complaint("no such file", "check the path");
  }
  if (std::filesystem::is_directory(status)) {
    return complaint("this is a directory", "name a file in it");
  }
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  std::array<char, 65536> buffer;
  while (stream && text.size() <= kMaxSize) {
    stream.read(buffer.data(), buffer.size());
    text.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (text.size() > kMaxSize) return complaint("larger than 64 MiB", "name an OpenAPI document");
  if (!stream.eof()) {
    const std::string why = errno == 0 ? "it cannot be read" : std::strerror(errno);
    return complaint("cannot be read: " + why, "check its permissions");
  }
  return text;
}

}  // namespace assay::spec
