#include "core/dataset/internal/type_phrase.h"

namespace tatara::dataset {

text::Phrase typePhrase(ColumnType type) {
  switch (type) {
    case ColumnType::Integer:
      return text::Phrase::say(TATARA_SAYS("Phrase", "integer"));
    case ColumnType::Real:
      return text::Phrase::say(TATARA_SAYS("Phrase", "real"));
    case ColumnType::Boolean:
      return text::Phrase::say(TATARA_SAYS("Phrase", "boolean"));
    case ColumnType::Time:
      return text::Phrase::say(TATARA_SAYS("Phrase", "time"));
    case ColumnType::Text:
      return text::Phrase::say(TATARA_SAYS("Phrase", "text"));
    case ColumnType::Unsupported:
      break;
  }
  return text::Phrase::say(TATARA_SAYS("Phrase", "unsupported"));
}

text::Phrase rolePhrase(ColumnRole role) {
  switch (role) {
    case ColumnRole::Feature:
      return text::Phrase::say(TATARA_SAYS("Phrase", "feature"));
    case ColumnRole::Target:
      return text::Phrase::say(TATARA_SAYS("Phrase", "target"));
    case ColumnRole::Id:
      return text::Phrase::say(TATARA_SAYS("Phrase", "id"));
    case ColumnRole::Time:
      return text::Phrase::say(TATARA_SAYS("Phrase", "time"));
    case ColumnRole::Group:
      return text::Phrase::say(TATARA_SAYS("Phrase", "group"));
    case ColumnRole::Ignore:
      break;
  }
  return text::Phrase::say(TATARA_SAYS("Phrase", "ignore"));
}

}  // namespace tatara::dataset
