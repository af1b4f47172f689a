// A widget with this property set is what somebody decides with: notices (toast.h) lie beside it, not over
// it.
#pragma once

namespace tatara::ui {

inline constexpr const char* kStaysFree = "staysFreeOfToasts";

}  // namespace tatara::ui
