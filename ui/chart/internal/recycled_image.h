// Pictures of frames, one after the other, in the same memory: what a large new image costs most is the
// system handing out its pages.
#pragma once

#include <QImage>

namespace tatara::ui {

// Premultiplied ARGB; what it holds is anything. The memory of one that is gone is kept for the next of the
// same size, that of a few at most. Threads: any.
QImage recycledImage(QSize size);

}  // namespace tatara::ui
