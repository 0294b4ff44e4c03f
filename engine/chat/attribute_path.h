// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/value.h"

namespace fe::chat {

/// The argument `attribute` of many filters: "address.0.city", an index, or nothing.
class AttributePath
{
public:
    AttributePath(Runtime& runtime, const Value& attribute);

    /// @param otherwise stands for an undefined step, unless missing or None.
    [[nodiscard]] Value get(Runtime& runtime, const Value& item, const Value& otherwise = {}) const;

private:
    Values m_steps;
};

/// A text in lower case, anything else as it is.
[[nodiscard]] Value ignoringCase(Runtime& runtime, const Value& value);

} // namespace fe::chat
