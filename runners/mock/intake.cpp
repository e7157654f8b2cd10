#include "runners/mock/intake.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "runners/mock/demand.h"

namespace assay::runners::mock {
namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

struct Spelling {
  bool plus_is_blank = true;
  bool decoded_plus_is_blank = false;
  bool lower_hex = true;
};

// As WHATWG has it, but for what the spelling says otherwise.
std::string decoded(std::string_view text, const Spelling& spelling) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += spelling.plus_is_blank ? ' ' : '+';
    } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 &&
               hex(text[i + 2]) >= 0) {
      const bool lower =
          std::ranges::any_of(text.substr(i + 1, 2), [](char c) { return c >= 'a'; });
      if (lower && !spelling.lower_hex) {
        out += '%';
        continue;
      }
      const char c = static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      out += c == '+' && spelling.decoded_plus_is_blank ? ' ' : c;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool malformed_percent(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0) return true;
  }
  return false;
}

// A form read in another way than the standard's.
spec::Form read_oddly(std::string_view body, const ActiveDefect& defect) {
  std::string whole;
  if (defect.is(Bug::split_after_decoding)) {
    whole = decoded(body, {});
    body = whole;
  }
  Spelling spelling;
  spelling.plus_is_blank = !defect.is(Bug::plus_stays);
  spelling.decoded_plus_is_blank = defect.is(Bug::plus_twice);
  spelling.lower_hex = !defect.is(Bug::lower_hex_stays);
  const std::string_view separators = defect.is(Bug::semicolon_splits) ? "&;" : "&";
  spec::Form form;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find_first_of(separators), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value =
        equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
    if (defect.is(Bug::split_after_decoding)) {
      form.push_back({std::string(name), std::string(value)});
      continue;
    }
    std::string text = decoded(value, spelling);
    if (defect.is(Bug::decoded_twice)) {
      Spelling again;
      again.plus_is_blank = false;
      text = decoded(text, again);
    }
    form.push_back(
        {defect.is(Bug::names_stay_encoded) ? std::string(name) : decoded(name, spelling),
         std::move(text)});
  }
  return form;
}

std::string as_latin1(const std::string& text) {
  std::string out;
  for (unsigned char c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

// Leaves out the optional fields that stand before the last required one.
void drop_early(spec::Form& form, const OperationPlan& plan) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const FieldPlan* field = plan.find(form[i].name);
    if (field != nullptr && field->field->required) last = i;
  }
  spec::Form kept;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const FieldPlan* field = plan.find(form[i].name);
    if (i >= last || field == nullptr || field->field->required) kept.push_back(form[i]);
  }
  form = std::move(kept);
}

void fail_where_told(const spec::Form& form, const std::string& body, std::size_t operation,
                     const ActiveDefect& defect) {
  const auto some = [&](auto&& test) {
    return std::ranges::any_of(form, [&](const auto& field) { return test(field.value); });
  };
  if (defect.hits(Bug::fails_on_bad_percent, operation) && malformed_percent(body))
    throw Failed("percent");
  if (defect.hits(Bug::fails_on_astral, operation) && some([](const std::string& v) {
        return std::ranges::any_of(
            v, [](char c) { return (static_cast<unsigned char>(c) & 0xF8) == 0xF0; });
      })) {
    throw Failed("astral");
  }
  if (defect.hits(Bug::fails_on_long, operation) &&
      some([](const std::string& v) { return v.size() > 1000; })) {
    throw Failed("long");
  }
  if (defect.hits(Bug::fails_on_quote, operation) &&
      some([](const std::string& v) { return v.find('\'') != v.npos; })) {
    throw Failed("quote");
  }
  if (defect.hits(Bug::fails_on_nul, operation) &&
      some([](const std::string& v) { return v.find('\0') != v.npos; })) {
    throw Failed("nul");
  }
  if (defect.hits(Bug::hangs_up, operation) &&
      some([](const std::string& v) { return v.find('"') != v.npos; })) {
    throw HungUp();
  }
  if (defect.hits(Bug::fails_on_bad_utf8, operation) &&
      some([](const std::string& v) { return !is_utf8(v); })) {
    throw Failed("encoding");
  }
  if (defect.hits(Bug::fails_on_repeated, operation)) {
    for (std::size_t i = 0; i < form.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (form[i].name == form[j].name) throw Failed("repeated");
      }
    }
  }
}

}  // namespace

spec::Form read_form(const std::string& body, const OperationPlan& plan,
                     const ActiveDefect& defect) {
  if (defect.hits(Bug::fails_on_empty_body, plan.index) && body.empty()) throw Failed("empty body");
  static constexpr std::array kOdd{Bug::plus_stays,           Bug::plus_twice,
                                   Bug::lower_hex_stays,      Bug::names_stay_encoded,
                                   Bug::split_after_decoding, Bug::semicolon_splits,
                                   Bug::decoded_twice};
  const bool odd = std::ranges::any_of(kOdd, [&](Bug bug) { return defect.hits(bug, plan.index); });
  spec::Form form = odd ? read_oddly(body, defect) : spec::decode_form(body);
  for (spec::FormField& field : form) {
    if (defect.hits(Bug::cut_at_equals, plan.index))
      field.value.resize(std::min(field.value.find('='), field.value.size()));
    if (defect.hits(Bug::latin1, plan.index)) field.value = as_latin1(field.value);
  }
  if (defect.hits(Bug::order_matters, plan.index)) drop_early(form, plan);
  fail_where_told(form, body, plan.index, defect);
  return form;
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t k) {
      return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
    };
    const unsigned lead = at(i);
    const std::size_t length = lead < 0x80                    ? 1
                               : lead >= 0xC2 && lead <= 0xDF ? 2
                               : (lead & 0xF0) == 0xE0        ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((at(i + k) & 0xC0) != 0x80) return false;
    }
    if (lead == 0xE0 && at(i + 1) < 0xA0) return false;
    if (lead == 0xED && at(i + 1) > 0x9F) return false;
    if (lead == 0xF0 && at(i + 1) < 0x90) return false;
    if (lead == 0xF4 && at(i + 1) > 0x8F) return false;
    i += length;
  }
  return true;
}

std::size_t code_points(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace assay::runners::mock
