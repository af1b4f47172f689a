// A document of headings, paragraphs and tables, written as Markdown or as HTML. Text is escaped for either.
// Threads: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tatara::registry::internal {

class Document {
 public:
  explicit Document(std::string title) : m_title(std::move(title)) {}

  void heading(std::string text) { m_blocks.push_back({Kind::Heading, std::move(text), {}}); }
  void paragraph(std::string text) { m_blocks.push_back({Kind::Paragraph, std::move(text), {}}); }
  // The first row is the header. Nothing for a table without any other.
  void table(std::vector<std::vector<std::string>> rows);

  std::string markdown() const;
  // `attachments` stands before </main> and is HTML.
  std::string html(std::string_view attachments) const;
  // All that html() shows, as a browser gives it by textContent of <main id="text">.
  std::string text() const;

 private:
  enum class Kind { Heading, Paragraph, Table };
  struct Block {
    Kind kind;
    std::string text;
    std::vector<std::vector<std::string>> rows;
  };
  std::string m_title;
  std::vector<Block> m_blocks;
};

std::string escapedHtml(std::string_view text);

}  // namespace tatara::registry::internal
