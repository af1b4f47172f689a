#include "core/evaluate/evidence.h"

#include "core/crypto/digest.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {

std::string EvidencePiece::text() const {
  return text::toJson(body);
}

std::string EvidencePiece::digest() const {
  return crypto::sha256Hex(text());
}

Result<EvidencePiece> readPiece(std::string_view name, std::string_view text, std::string_view digest) {
  const tatara::text::Phrase which =
      tatara::text::Phrase::say(TATARA_SAYS("Phrase", "The evidence \"%1\""), {name});
  if (!digest.empty() && crypto::sha256Hex(text) != digest) {
    return tatara::text::sayError(ErrorKind::Corrupt,
                                  TATARA_SAYS("Phrase", "%1 is not what it was when it was computed"),
                                  {which}, std::string(digest));
  }
  auto body = text::parseJson(text);
  if (!body) {
    return tatara::text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "%1 is no JSON"), {which},
                                  body.error().message);
  }
  const text::Json& read = *body;
  if (!read["piece"].asString() || *read["piece"].asString() != name || !read["values"].isObject()) {
    return tatara::text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "%1 is of no known form"),
                                  {which});
  }
  if (read["format"].asInt() != kEvidenceFormat) {
    return tatara::text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase", "%1 was written by another version of Tatara"),
                                  {which});
  }
  return EvidencePiece{std::string(name), std::move(*body)};
}

EvidenceValues valuesOf(const EvidencePiece& piece) {
  EvidenceValues values;
  for (const text::JsonMember& member : piece.body["values"].members()) {
    if (const auto flag = member.value.asBool()) {
      values[member.key] = *flag;
    } else if (const auto* word = member.value.asString()) {
      values[member.key] = *word;
    } else if (const auto number = member.value.asNumber()) {
      values[member.key] = *number;
    }
  }
  return values;
}

EvidenceValues valuesOf(std::span<const EvidencePiece> pieces) {
  EvidenceValues values;
  for (const EvidencePiece& piece : pieces) {
    values.merge(valuesOf(piece));
  }
  return values;
}

}  // namespace tatara::evaluate
