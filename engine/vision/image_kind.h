// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vision/decoders.h"

namespace fe::vision {

/// A kind of file, told by its first bytes.
struct ImageKind {
    std::string_view name; ///< for the user: "PNG", "an SVG drawing"
    bool (*matches)(ByteView bytes);
    base::Result<Decoded> (*decode)(const Source& source); ///< null: known, but not taken
};

/// The kinds that decodeImage takes, then those that people take for pictures.
[[nodiscard]] std::span<const ImageKind> imageKinds();

/// What a file that no row matches holds: "text", "no known picture" ...
[[nodiscard]] std::string unknownContent(ByteView bytes);

} // namespace fe::vision
