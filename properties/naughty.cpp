#include "properties/naughty.h"

namespace assay::properties {
namespace {

using Texts = std::vector<std::string>;

std::string with_nul(std::string before, const std::string& after) {
  before.push_back('\0');
  return before.append(after);
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  for (std::size_t k = 0; k < times; ++k) text += piece;
  return text;
}

Texts make_naughty() {
  Texts texts{
      "",
      " ",
      "'",
      "\"",
      "%",
      "%s%s%s%n",
      "\\",
      "null",
      "undefined",
      "NaN",
      "-1",
      "0",
      "0.5",
      "1e309",
      "2147483647",
      "2147483648",
      "-2147483649",
      "9007199254740993",
      "9223372036854775808",
      "-9223372036854775809",
      "18446744073709551616",
      "99999999999999999999999999999999999999",
      "0x10",
      "00",
      "1,000",
      "true",
      "TRUE",
      "on",
      "[]",
      "{}",
      "[object Object]",
      "{\"a\":1}",
      "' OR '1'='1",
      "'; DROP TABLE users; --",
      "<script>alert(1)</script>",
      "]]>",
      "<!--",
      "../../etc/passwd",
      "${jndi:ldap://x}",
      "{{7*7}}",
      "$(id)",
      "a\nb",
      "a\r\nSet-Cookie: x=1",
      "a\tb",
      "\x01\x02\x1b\x7f",
      "a&b=c",
      "a+b",
      "a;b",
      "a=b",
      "a#b",
      "%2541",
      " lead",
      "trail ",
      "\xc3\xa9",                  // é
      "e\xcc\x81",                 // e and a combining acute
      "\xe6\xbc\xa2\xe5\xad\x97",  // two Han characters
      "\xf0\x9f\x98\x80",          // an emoji
      "\xd7\xa9\xd7\x9c",          // right to left
      "\xe2\x80\xae"
      "abc",  // an override of the direction
      "\xef\xbb\xbf"
      "abc",                       // a byte order mark
      "\xe2\x80\xa8",              // a line separator
      "\xef\xbf\xbf",              // a noncharacter
      "\xc4\xb0\xc4\xb1\xc3\x9f",  // letters whose case is odd
      "\xff\xfe",                  // no UTF-8 from here on
      "\xc3\x28",
      "\xed\xa0\x80",      // a surrogate
      "\xf4\x90\x80\x80",  // beyond U+10FFFF
      "\xc0\x80",          // overlong
  };
  texts.push_back(with_nul("a", "b"));
  texts.push_back(with_nul("", ""));
  for (const std::size_t length :
       {127u, 128u, 255u, 256u, 257u, 1023u, 1024u, 4095u, 4096u, 10240u}) {
    texts.push_back(plain_text(length));
  }
  texts.push_back(repeated("\xc3\xa9", 300));
  texts.push_back(repeated("\xf0\x9f\x98\x80", 600));
  texts.push_back(repeated("9", 400));
  texts.push_back(repeated("(", 2000));
  texts.push_back(repeated("a@", 500));
  return texts;
}

Texts make_honest() {
  Texts texts{
      "Ren\xc3\xa9 \xc3\x85",                     // 2 bytes each
      "\xe6\xbc\xa2\xe5\xad\x97 \xe2\x82\xac",    // 3 bytes
      "smile \xf0\x9f\x98\x80 \xf0\x9d\x84\x9e",  // 4 bytes
      "e\xcc\x81"
      "a\xcc\x88",                         // decomposed
      "\xc3\xa9\xc3\xa4",                  // composed
      "\xe2\x84\xa6 \xe2\x84\xab",         // the signs of ohm and angstrom, which are letters too
      "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",  // Hebrew
      "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",  // Arabic
      "a&b",
      "a=b",
      "a=b=c",
      "1+1",
      "50%",
      "%41",
      "a;b",
      "a#b",
      "Tom & Jerry; 100% = #1 + more",
      "it's",
      "say \"hi\"",
      "back\\slash",
      "<b>bold</b>",
      "a\r\nb",
      "a\nb",
      "a\tb",
      " leading",
      "trailing ",
      " both ",
      "two  blanks",
      "null",
      "0",
      "007",
      "42",
      "1.0",
      "1e3",
      "true",
      "[1]",
      "&amp;",
      "a/b?c=d",
      "Stra\xc3\x9f"
      "e",
      "\xc4\xb0stanbul",
      "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7",  // two emoji joined
      "=1+1",
      "@home",
      "no\xc2\xa0"
      "break",
      "\xef\xbb\xbfmark",
      "wide\xe3\x80\x80"
      "blank",
      "zero\xe2\x80\x8b"
      "width",
      "\xef\xac\x81n \xef\xbc\xa1\xc2\xb2",  // a ligature, a wide letter, a raised digit
      "\xe2\x80\x9cq\xe2\x80\x9d \xe2\x80\x98s\xe2\x80\x99 \xe2\x80\x93",  // curly quotes, a dash
      "left\xe2\x80\x8eright\xe2\x80\x8f",                                 // marks of direction
      "line\xe2\x80\xa8"
      "line",
      "a line\n",
      "undefined",
      "$& for $$, one\\ntwo",
      "\"all of it\"",
      "100%% {0} ${x} %s",
      "\\u00e9 &eacute; \\x41",
      "O''Brien, \"\"x\"\"",
      "-a",
      "a\x01\x1f"
      "b",
      with_nul("a", "b"),
  };
  for (const std::size_t length : {255u, 256u, 1024u, 4096u}) texts.push_back(plain_text(length));
  texts.push_back(repeated("\xc3\xa9", 128));
  texts.push_back(repeated("\xf0\x9f\x98\x80", 64));
  texts.push_back(repeated("\xe2\x82\xac", 85).append("x"));
  return texts;
}

}  // namespace

std::string plain_text(std::size_t length) {
  std::string text;
  text.reserve(length);
  for (std::size_t k = 0; k < length; ++k) text += "abcdefghijklmnopqrstuvwxyz"[k % 26];
  return text;
}

const std::vector<std::string>& naughty_values() {
  static const Texts kTexts = make_naughty();
  return kTexts;
}

const std::vector<std::string>& honest_texts() {
  static const Texts kTexts = make_honest();
  return kTexts;
}

const std::vector<std::string>& malformed_values() {
  static const Texts kTexts{"%",      "%z",     "%zz",      "%1",   "a%",    "%c3%28",
                            "%ff%fe", "%00",    "\xff\xfe", "\xc3", "a;b",   "a;c=d",
                            "a=b=c",  "%u00e9", "+%2",      "%%41", "%2541", "a\r\nb"};
  return kTexts;
}

}  // namespace assay::properties
