// Several chart cards as they stand on their common parent, as one picture or one file of numbers.
//
// A card that has no chart to show is drawn with the sentence that it shows instead. With a footer a strip
// under the cards says it in small letters. The same cards give the same bytes of SVG and CSV. Threads: GUI
// thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace tatara::ui {

class ChartCard;

struct CardPicture {
  std::vector<ChartCard*> cards;  // not empty, of one parent
  QString title;
  QString footer = {};
};

QByteArray cardsSvg(const CardPicture& picture);
QByteArray cardsPng(const CardPicture& picture, double ratio);
QByteArray cardsPdf(const CardPicture& picture);
// Each card's table under its title as a comment; a single card's table alone, when there is no footer.
QByteArray cardsCsv(const CardPicture& picture);

}  // namespace tatara::ui
