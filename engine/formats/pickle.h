// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Python pickles of protocol 2, the part of the language that TorchScript's writer uses. A pickle
// is a program for a stack machine that may call any function; here its steps are only written
// down as a tree. Nothing is imported, called or built.

namespace fe::formats {

/// What a pickle would make, as data.
class Pickle
{
public:
    using Index = std::uint32_t;

    enum class Kind : std::uint8_t {
        None,
        Bool, ///< integer: 0 or 1
        Int, ///< integer
        Float,
        Text, ///< text
        Tuple, ///< items
        List, ///< items
        Dict, ///< items: key, value, key, value ...
        Global, ///< text: "module name", a class or function
        Object, ///< items: class, arguments, states ... (NEWOBJ, BUILD)
        Call, ///< items: function, arguments, states ... (REDUCE, BUILD)
        Stored, ///< items: the persistent id, for TorchScript a tuple that names a storage
    };

    struct Node {
        Kind kind = Kind::None;
        std::int64_t integer = 0;
        std::string_view text; ///< inside the pickle
        std::vector<Index> items;
    };

    /// Refuses what is cut off, unbalanced, an instruction that TorchScript does not write, or more
    /// values than its size explains. The pickle may contain itself (a list in a list): whoever
    /// walks it bounds the depth.
    /// @param file,field name it in errors.
    [[nodiscard]] static base::Result<Pickle> parse(std::string bytes, const std::string& file,
                                                    const std::string& field);

    [[nodiscard]] const Node& root() const { return node(m_root); }
    [[nodiscard]] const Node& node(Index index) const { return m_nodes[index]; }
    /// All nodes; equal small values share one.
    [[nodiscard]] const std::vector<Node>& nodes() const { return m_nodes; }

    /// Length of the pickle.
    [[nodiscard]] std::size_t bytes() const { return m_bytes->size(); }

private:
    friend class PickleMachine;
    std::shared_ptr<const std::string>
        m_bytes; ///< a short string that moves would leave its views behind
    std::vector<Node> m_nodes;
    Index m_root = 0;
};

} // namespace fe::formats
