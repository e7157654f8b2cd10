#include "reports/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace assay::reports {
namespace {

std::string failed(const std::string& path) {
  return "cannot write " + path + ": " + std::strerror(errno);
}

bool write_all(int file, std::string_view contents) {
  while (!contents.empty()) {
    const ssize_t written = ::write(file, contents.data(), contents.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool special(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode);
}

}  // namespace

std::string write_file(const std::string& path, std::string_view contents) {
  const bool direct = special(path);
  const std::string beside = direct ? path : path + "." + std::to_string(::getpid()) + ".part";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return failed(path);
  bool written = write_all(file, contents);
  const int error = errno;
  if (::close(file) != 0) written = false;
  if (!written) {
    if (error != 0) errno = error;
    const std::string message = failed(path);
    if (!direct) ::unlink(beside.c_str());
    return message;
  }
  if (!direct && std::rename(beside.c_str(), path.c_str()) != 0) {
    const std::string message = failed(path);
    ::unlink(beside.c_str());
    return message;
  }
  return {};
}

std::string unwritable(const std::string& path) {
  if (path.empty()) return "cannot write a report to a file without a name";
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0) {
    if (S_ISDIR(found.st_mode)) {
      errno = EISDIR;
      return failed(path);
    }
    return ::access(path.c_str(), W_OK) == 0 ? std::string() : failed(path);
  }
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "."
                                : slash == 0               ? "/"
                                                           : path.substr(0, slash);
  if (::stat(directory.c_str(), &found) != 0) return failed(path);
  if (!S_ISDIR(found.st_mode)) {
    errno = ENOTDIR;
    return failed(path);
  }
  return ::access(directory.c_str(), W_OK) == 0 ? std::string() : failed(path);
}

}  // namespace assay::reports
