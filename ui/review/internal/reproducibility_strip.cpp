#include "ui/review/internal/reproducibility_strip.h"

#include <algorithm>

#include <QHBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kAgain = 5;  // the cell of the verdict

// What the frozen evidence says of a second training; null where there was none.
const text::Json* reproductionOf(const ReviewFacts& facts) {
  const auto at = std::ranges::find(facts.review.evidence, "reproduction", &registry::Evidence::name);
  return at == facts.review.evidence.end() ? nullptr : &at->body;
}

}  // namespace

ReproducibilityStrip::ReproducibilityStrip(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kCardPadding, 2, kCardPadding, 10);
  column->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  column->addLayout(row);
  for (const QString& title :
       {tr("Environment"), tr("Working tree"), tr("Seed"), tr("Data"), tr("Files"), tr("Trained again")}) {
    auto* box = new QWidget;
    auto* cell = new QVBoxLayout(box);
    cell->setContentsMargins(0, 0, 0, 0);
    cell->setSpacing(1);
    auto* value = new Label({}, TextRole::CardTitle);
    auto* note = new Label({}, TextRole::Cell, &Colors::tx3);
    for (Label* label : {value, note}) {
      label->setOverflow(Overflow::Elide);
    }
    cell->addWidget(new Label(title, TextRole::Caption, &Colors::tx3));
    cell->addWidget(value);
    cell->addWidget(note);
    row->addWidget(box, 1);
    m_cells.emplace_back(value, note);
  }
  m_cells[kAgain].first->parentWidget()->hide();
  m_words = new Label({}, TextRole::Cell, &Colors::tx2);
  m_words->setOverflow(Overflow::Wrap);
  m_words->hide();
  column->addWidget(m_words);
}

void ReproducibilityStrip::show(const ReviewFacts& facts) {
  const auto fact = [&](const char* name) {
    const auto at = std::ranges::find(facts.facts, name, &FactLine::name);
    return at == facts.facts.end() ? QString() : fromUtf8(at->challenger);
  };
  const auto set = [&](std::size_t cell, const QString& value, const QString& note) {
    m_cells[cell].first->setText(value.isEmpty() ? QString(kMissing) : value);
    m_cells[cell].second->setText(note);
  };
  std::int64_t packages = 0, other = 0;
  for (const FactLine& line : facts.packages) {
    packages += line.challenger.empty() ? 0 : 1;
    other += line.differs ? 1 : 0;
  }
  const bool compared = facts.review.info.replaces > 0;
  set(0, packages > 0 ? tr("%1 packages recorded").arg(countText(packages)) : tr("not recorded"),
      packages == 0 || !compared ? QString()
      : other == 0               ? tr("the same as v%1").arg(facts.review.info.replaces)
                   : tr("%1 differ from v%2").arg(countText(other)).arg(facts.review.info.replaces));
  const QString commit = fact("commit");
  set(1,
      commit.isEmpty() ? tr("not known")
      : facts.dirty    ? tr("uncommitted changes")
                       : tr("clean"),
      commit.isEmpty() ? QString() : tr("commit %1").arg(commit.left(7)));
  QString seed;
  for (const char* name : {"seed", "random_state", "random_seed"}) {
    const auto at = std::ranges::find(facts.parameters, name, &FactLine::name);
    seed = seed.isEmpty() && at != facts.parameters.end() ? fromUtf8(at->challenger) : seed;
  }
  set(2, seed.isEmpty() ? tr("not logged") : seed, {});
  const QString dataset = fact("datasets");
  set(3, dataset.isEmpty() ? tr("not logged") : dataset.section(QLatin1Char(' '), 0, -2),
      dataset.section(QLatin1Char(' '), -1));
  const bool altered = std::ranges::any_of(
      facts.standing.lapsed, [](const text::Phrase& one) { return one.english().starts_with("The files "); });
  const QString digest = fromUtf8(facts.review.info.files);
  set(4,
      digest.isEmpty() ? tr("none in this workspace")
                       : digest.left(6) + QStringLiteral("…") + digest.right(4),
      digest.isEmpty() ? QString()
      : altered        ? tr("changed since the evidence was frozen")
                       : tr("as they were frozen"));
  showAgain(facts);
}

void ReproducibilityStrip::showAgain(const ReviewFacts& facts) {
  const text::Json* made = reproductionOf(facts);
  Label* const value = m_cells[kAgain].first;
  value->parentWidget()->setVisible(made != nullptr);
  const auto words = made != nullptr ? text::Phrase::read((*made)["said"]) : std::nullopt;
  m_words->setVisible(words.has_value());
  if (made == nullptr) {
    return;
  }
  const std::string* word = (*made)["verdict"].asString();
  const std::string verdict = word ? *word : std::string();
  value->setText(verdict == "exact"              ? tr("exactly the same")
                 : verdict == "within tolerance" ? tr("the same within tolerance")
                 : verdict == "differs"          ? tr("it differs")
                                                 : tr("not possible"));
  m_words->setText(words ? phraseText(*words) : QString());
}

}  // namespace tatara::ui
