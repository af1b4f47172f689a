#include "core/registry/internal/document.h"

#include "core/crypto/digest.h"

namespace tatara::registry::internal {
namespace {

// SHA-256 (FIPS 180-4) in plain JavaScript: files opened from a disk have no crypto.subtle everywhere.
constexpr std::string_view kScript = R"js(
'use strict';
function sha256(bytes) {
  const k = [], h = [];
  const fraction = x => ((x - Math.floor(x)) * 4294967296) >>> 0;
  for (let n = 2; k.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (h.length < 8) h.push(fraction(Math.sqrt(n)));
    k.push(fraction(Math.cbrt(n)));
  }
  const length = bytes.length, padded = new Uint8Array(((length + 9 + 63) >> 6) << 6);
  padded.set(bytes);
  padded[length] = 128;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 536870912));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const w = new Uint32Array(64), turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    let [a, b, c, d, e, f, g, x] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (x + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      x = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, x].forEach((value, i) => { h[i] = (h[i] + value) >>> 0; });
  }
  return h.map(value => value.toString(16).padStart(8, '0')).join('');
}
function check() {
  const wrong = [], utf8 = new TextEncoder();
  const main = document.getElementById('text');
  if (sha256(utf8.encode(main.textContent)) !== main.dataset.sha256) wrong.push('the text was changed');
  let subject = document.body.dataset.files + '\n', pieces = 0;
  for (const piece of document.querySelectorAll('script.piece')) {
    const raw = atob(piece.textContent.trim()), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    if (sha256(bytes) !== piece.dataset.sha256) wrong.push('the evidence ' + piece.dataset.name + ' was changed');
    subject += piece.dataset.name + '\n' + piece.dataset.sha256 + '\n';
    pieces++;
  }
  const named = document.body.dataset.subject;
  if (named && sha256(utf8.encode(subject)) !== named) wrong.push('pieces of evidence are missing or were added');
  return { wrong, pieces };
}
if (typeof document !== 'undefined') {
  const { wrong, pieces } = check(), result = document.getElementById('result');
  result.textContent = wrong.length ? 'This file is not what was written: ' + wrong.join('; ') + '.'
    : 'Checked just now: the text and ' + pieces + ' pieces of evidence are what was written.';
  result.className = wrong.length ? 'wrong' : 'right';
}
)js";

constexpr std::string_view kStyle =
    "body{font:15px/1.5 Inter,'Noto Sans CJK JP',sans-serif;color:#161A21;background:#F3F4F7;margin:0}"
    "main{max-width:64rem;margin:1rem auto;padding:1rem 2rem;background:#fff;border:1px solid #E2E5EB;"
    "border-radius:8px;overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:1.6rem}"
    "p{white-space:pre-wrap}table{border-collapse:collapse;width:100%;font-size:13px}"
    "th,td{text-align:left;border-bottom:1px solid #E2E5EB;padding:4px 8px;vertical-align:top}"
    "th{background:#F8F9FB;color:#5F6877}#result{max-width:64rem;margin:1rem auto;padding:.6rem 2rem;"
    "border-radius:8px;background:#FBF0D6;color:#8A5A00}#result.right{background:#E3F3EA;color:#17734A}"
    "#result.wrong{background:#FBE7E7;color:#B92C38}";

// What Markdown would take for its own, and what would end a cell.
std::string escapedMarkdown(std::string_view text, bool cell) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += cell ? ' ' : c;
      continue;
    }
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

std::string escapedHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += ' ';
        break;
      case '\0':
        out += "\xEF\xBF\xBD";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void Document::table(std::vector<std::vector<std::string>> rows) {
  if (rows.size() > 1) {
    m_blocks.push_back({Kind::Table, {}, std::move(rows)});
  }
}

std::string Document::markdown() const {
  std::string out = "# " + escapedMarkdown(m_title, true) + "\n";
  for (const Block& block : m_blocks) {
    out += '\n';
    switch (block.kind) {
      case Kind::Heading:
        out += "## " + escapedMarkdown(block.text, true) + "\n";
        break;
      case Kind::Paragraph:
        out += escapedMarkdown(block.text, false) + "\n";
        break;
      case Kind::Table:
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
          for (const std::string& cell : block.rows[row]) {
            out += "| " + escapedMarkdown(cell, true) + " ";
          }
          out += "|\n";
          for (std::size_t i = 0; row == 0 && i < block.rows[0].size(); ++i) {
            out += "|---";
          }
          out += row == 0 ? "|\n" : "";
        }
        break;
    }
  }
  return out;
}

std::string Document::text() const {
  std::string out = m_title;
  for (const Block& block : m_blocks) {
    out += block.text;
    for (const auto& row : block.rows) {
      for (const std::string& cell : row) {
        out += cell;
      }
    }
  }
  // As the HTML has it: carriage returns and zero bytes do not come through a parser unchanged.
  std::string shown;
  for (const char c : out) {
    shown += c == '\r' ? " " : c == '\0' ? "\xEF\xBF\xBD" : std::string(1, c);
  }
  return shown;
}

std::string Document::html(std::string_view attachments) const {
  std::string main = "<h1>" + escapedHtml(m_title) + "</h1>";
  for (const Block& block : m_blocks) {
    switch (block.kind) {
      case Kind::Heading:
        main += "<h2>" + escapedHtml(block.text) + "</h2>";
        break;
      case Kind::Paragraph:
        main += "<p>" + escapedHtml(block.text) + "</p>";
        break;
      case Kind::Table:
        main += "<table>";
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
          main += "<tr>";
          for (const std::string& cell : block.rows[row]) {
            const char* tag = row == 0 ? "th" : "td";
            main += std::string("<") + tag + ">" + escapedHtml(cell) + "</" + tag + ">";
          }
          main += "</tr>";
        }
        main += "</table>";
        break;
    }
  }
  return "<title>" + escapedHtml(m_title) + "</title>\n<style>" + std::string(kStyle) +
         "</style>\n<div id=\"result\">Not checked: this viewer runs no scripts.</div>\n"
         "<main id=\"text\" data-sha256=\"" +
         crypto::sha256Hex(text()) + "\">" + main + "</main>\n" + std::string(attachments) + "<script>" +
         std::string(kScript) + "</script>\n";
}

}  // namespace tatara::registry::internal
