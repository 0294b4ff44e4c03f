// SPDX-License-Identifier: Apache-2.0
#include "formats/pickle.h"

#include <cstring>
#include <map>
#include <optional>

namespace fe::formats {

using base::Result;

namespace {

/// The instructions, named as in Python's pickletools.
enum class Op : unsigned char {
    Mark = '(',
    Stop = '.',
    Global = 'c',
    Reduce = 'R',
    Build = 'b',
    BinPersId = 'Q',
    None = 'N',
    BinInt = 'J',
    BinInt1 = 'K',
    BinInt2 = 'M',
    BinFloat = 'G',
    BinUnicode = 'X',
    EmptyList = ']',
    Append = 'a',
    Appends = 'e',
    List = 'l',
    EmptyTuple = ')',
    Tuple = 't',
    EmptyDict = '}',
    Dict = 'd',
    SetItem = 's',
    SetItems = 'u',
    BinGet = 'h',
    LongBinGet = 'j',
    BinPut = 'q',
    LongBinPut = 'r',
    BinString = 'T',
    ShortBinString = 'U',
    Proto = 0x80,
    NewObj = 0x81,
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    NewTrue = 0x88,
    NewFalse = 0x89,
    Long1 = 0x8A,
};

/// What TorchScript writes has a value for every five bytes or so, shared ones apart.
constexpr std::size_t kBytesPerValue = 3;
constexpr std::size_t kFreeValues = 1000;
constexpr std::size_t kLongestName = 10'000;

} // namespace

/// Runs the instructions on indices of nodes.
class PickleMachine
{
public:
    using Kind = Pickle::Kind;
    using Index = Pickle::Index;

    PickleMachine(Pickle& pickle, const std::string& file, const std::string& field)
        : m_pickle(pickle), m_bytes(*pickle.m_bytes), m_file(file), m_field(field)
    {
        for (const Kind kind : { Kind::None, Kind::Tuple }) {
            m_pickle.m_nodes.push_back({ kind, 0, {}, {} });
        }
        for (std::int64_t value = 0; value < kSmallInts; ++value) {
            m_pickle.m_nodes.push_back({ Kind::Int, value, {}, {} });
        }
        for (const std::int64_t value : { 0, 1 }) {
            m_pickle.m_nodes.push_back({ Kind::Bool, value, {}, {} });
        }
    }

    Result<void> run()
    {
        if (m_bytes.size() < 2 || m_bytes[0] != static_cast<char>(Op::Proto)) {
            return refuse("it does not begin as a pickle");
        }
        while (!m_stopped) {
            const auto op = take<unsigned char>();
            if (!op) {
                return refuse("it is cut off");
            }
            const std::size_t at = m_at - 1;
            const char* problem = step(static_cast<Op>(*op));
            if (problem != nullptr) {
                return refuse(std::string(problem) + " (byte " + base::grouped(at) + ")");
            }
            if (m_pickle.m_nodes.size() > kFreeValues + m_bytes.size() / kBytesPerValue) {
                return refuse("it has more values than its size explains");
            }
        }
        if (m_stack.size() != 1 || !m_marks.empty()) {
            return refuse("it ends in the middle of a value");
        }
        m_pickle.m_root = m_stack.back();
        return {};
    }

private:
    // Values that take a byte or two of the pickle share a node each.
    static constexpr std::int64_t kSmallInts = 256;
    static constexpr Index kNone = 0;
    static constexpr Index kEmptyTuple = 1;
    static constexpr Index kFirstInt = 2;
    static constexpr Index kFirstBool = kFirstInt + kSmallInts;

    static constexpr const char* kCutOff = "it is cut off";
    static constexpr const char* kUnbalanced = "an instruction finds too few values";
    static constexpr const char* kWrongKind = "an instruction finds a value of the wrong kind";

    base::Error refuse(std::string why) const
    {
        return base::malformed(m_file, m_field, std::move(why));
    }

    template<typename Number>
    std::optional<Number> take()
    {
        if (m_bytes.size() - m_at < sizeof(Number)) {
            return std::nullopt;
        }
        Number value {};
        std::memcpy(&value, m_bytes.data() + m_at, sizeof(value));
        m_at += sizeof(value);
        return value;
    }

    const char* push(Kind kind, std::int64_t integer = 0, std::string_view text = {})
    {
        m_stack.push_back(static_cast<Index>(m_pickle.m_nodes.size()));
        m_pickle.m_nodes.push_back({ kind, integer, text, {} });
        return nullptr;
    }

    const char* pushShared(Index index)
    {
        m_stack.push_back(index);
        return nullptr;
    }

    template<typename Number>
    const char* pushInteger()
    {
        const auto value = take<Number>();
        if (!value) {
            return kCutOff;
        }
        return *value >= 0 && *value < kSmallInts
            ? pushShared(kFirstInt + static_cast<Index>(*value))
            : push(Kind::Int, *value);
    }

    template<typename Length>
    const char* pushText()
    {
        const auto length = take<Length>();
        if (!length || *length > m_bytes.size() - m_at) {
            return kCutOff;
        }
        const std::string_view text = m_bytes.substr(m_at, *length);
        m_at += *length;
        return push(Kind::Text, 0, text);
    }

    /// Little-endian two's complement of up to eight bytes.
    const char* pushLong()
    {
        const auto length = take<unsigned char>();
        if (!length || *length > m_bytes.size() - m_at) {
            return kCutOff;
        }
        if (*length > sizeof(std::int64_t)) {
            return "a whole number does not fit in 64 bits";
        }
        std::int64_t value = 0;
        if (*length > 0) {
            value = static_cast<signed char>(m_bytes[m_at + *length - 1]) < 0 ? -1 : 0;
            std::memcpy(&value, m_bytes.data() + m_at, *length);
        }
        m_at += *length;
        return push(Kind::Int, value);
    }

    /// Two lines: module and name. The node's text holds both, with the line end between them.
    const char* pushGlobal()
    {
        const std::size_t middle = m_bytes.find('\n', m_at);
        const std::size_t end = middle == std::string_view::npos ? std::string_view::npos
                                                                 : m_bytes.find('\n', middle + 1);
        if (end == std::string_view::npos || end - m_at > kLongestName) {
            return kCutOff;
        }
        const std::string_view text = m_bytes.substr(m_at, end - m_at);
        m_at = end + 1;
        return push(Kind::Global, 0, text);
    }

    /// How many values lie above the last mark.
    [[nodiscard]] std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    [[nodiscard]] bool has(std::size_t count) const { return m_stack.size() - floor() >= count; }

    /// The top values, taken off the stack.
    std::vector<Index> pop(std::size_t count)
    {
        const auto begin = m_stack.end() - static_cast<std::ptrdiff_t>(count);
        std::vector<Index> items(begin, m_stack.end());
        m_stack.erase(begin, m_stack.end());
        return items;
    }

    const char* collect(Kind kind, std::size_t count)
    {
        if (!has(count)) {
            return kUnbalanced;
        }
        std::vector<Index> items = pop(count);
        push(kind);
        m_pickle.m_nodes.back().items = std::move(items);
        return nullptr;
    }

    /// Collects what lies above the last mark.
    const char* collectMarked(Kind kind)
    {
        if (m_marks.empty()) {
            return kUnbalanced;
        }
        const std::size_t count = m_stack.size() - m_marks.back();
        m_marks.pop_back();
        return kind == Kind::Dict && count % 2 != 0 ? kUnbalanced : collect(kind, count);
    }

    /// Appends the top values to the container below them.
    const char* extend(Kind kind, std::size_t count)
    {
        if (!has(count + 1)) {
            return kUnbalanced;
        }
        const std::vector<Index> items = pop(count);
        Pickle::Node& target = m_pickle.m_nodes[m_stack.back()];
        if (target.kind != kind) {
            return kWrongKind;
        }
        target.items.insert(target.items.end(), items.begin(), items.end());
        return nullptr;
    }

    const char* extendMarked(Kind kind)
    {
        if (m_marks.empty()) {
            return kUnbalanced;
        }
        const std::size_t count = m_stack.size() - m_marks.back();
        m_marks.pop_back();
        return kind == Kind::Dict && count % 2 != 0 ? kUnbalanced : extend(kind, count);
    }

    /// NEWOBJ and REDUCE: a class or function and its arguments.
    const char* apply(Kind kind)
    {
        if (!has(2)) {
            return kUnbalanced;
        }
        const Kind arguments = m_pickle.node(m_stack.back()).kind;
        const Kind callee = m_pickle.node(m_stack[m_stack.size() - 2]).kind;
        return arguments == Kind::Tuple && callee == Kind::Global ? collect(kind, 2) : kWrongKind;
    }

    const char* build()
    {
        if (!has(2)) {
            return kUnbalanced;
        }
        const Index state = pop(1).front();
        Pickle::Node& target = m_pickle.m_nodes[m_stack.back()];
        if (target.kind != Kind::Object && target.kind != Kind::Call) {
            return kWrongKind;
        }
        target.items.push_back(state);
        return nullptr;
    }

    template<typename Key>
    const char* remember()
    {
        const auto key = take<Key>();
        if (!key) {
            return kCutOff;
        }
        if (!has(1)) {
            return kUnbalanced;
        }
        m_memo[*key] = m_stack.back();
        return nullptr;
    }

    template<typename Key>
    const char* recall()
    {
        const auto key = take<Key>();
        if (!key) {
            return kCutOff;
        }
        const auto found = m_memo.find(*key);
        if (found == m_memo.end()) {
            return "it recalls a value that it never made";
        }
        m_stack.push_back(found->second);
        return nullptr;
    }

    const char* stop()
    {
        m_stopped = true;
        return nullptr;
    }

    const char* setMark()
    {
        m_marks.push_back(m_stack.size());
        return nullptr;
    }

    const char* protocol()
    {
        const auto version = take<unsigned char>();
        return version && *version <= 2 ? nullptr : "it has another protocol than TorchScript's, 2";
    }

    /// Null, or what is wrong.
    const char* step(Op op)
    {
        switch (op) {
        case Op::Proto:
            return protocol();
        case Op::Stop:
            return stop();
        case Op::Mark:
            return setMark();
        case Op::None:
            return pushShared(kNone);
        case Op::NewTrue:
            return pushShared(kFirstBool + 1);
        case Op::NewFalse:
            return pushShared(kFirstBool);
        case Op::BinInt:
            return pushInteger<std::int32_t>();
        case Op::BinInt1:
            return pushInteger<std::uint8_t>();
        case Op::BinInt2:
            return pushInteger<std::uint16_t>();
        case Op::Long1:
            return pushLong();
        case Op::BinFloat:
            return take<double>() ? push(Kind::Float) : kCutOff;
        case Op::BinUnicode:
        case Op::BinString:
            return pushText<std::uint32_t>();
        case Op::ShortBinString:
            return pushText<std::uint8_t>();
        case Op::Global:
            return pushGlobal();
        default:
            return compose(op);
        }
    }

    /// The instructions that work on values already made.
    const char* compose(Op op)
    {
        switch (op) {
        case Op::EmptyList:
            return push(Kind::List);
        case Op::EmptyDict:
            return push(Kind::Dict);
        case Op::EmptyTuple:
            return pushShared(kEmptyTuple);
        case Op::Tuple:
            return collectMarked(Kind::Tuple);
        case Op::List:
            return collectMarked(Kind::List);
        case Op::Dict:
            return collectMarked(Kind::Dict);
        case Op::Tuple1:
            return collect(Kind::Tuple, 1);
        case Op::Tuple2:
            return collect(Kind::Tuple, 2);
        case Op::Tuple3:
            return collect(Kind::Tuple, 3);
        case Op::Append:
            return extend(Kind::List, 1);
        case Op::Appends:
            return extendMarked(Kind::List);
        case Op::SetItem:
            return extend(Kind::Dict, 2);
        case Op::SetItems:
            return extendMarked(Kind::Dict);
        case Op::NewObj:
            return apply(Kind::Object);
        case Op::Reduce:
            return apply(Kind::Call);
        case Op::Build:
            return build();
        case Op::BinPersId:
            return collect(Kind::Stored, 1);
        case Op::BinPut:
            return remember<std::uint8_t>();
        case Op::LongBinPut:
            return remember<std::uint32_t>();
        case Op::BinGet:
            return recall<std::uint8_t>();
        case Op::LongBinGet:
            return recall<std::uint32_t>();
        default:
            return "it has an instruction that TorchScript never writes";
        }
    }

    Pickle& m_pickle;
    std::string_view m_bytes;
    const std::string& m_file;
    const std::string& m_field;
    std::size_t m_at = 0;
    bool m_stopped = false;
    std::vector<Index> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::map<std::uint32_t, Index> m_memo;
};

Result<Pickle> Pickle::parse(std::string bytes, const std::string& file, const std::string& field)
{
    Pickle pickle;
    pickle.m_bytes = std::make_shared<const std::string>(std::move(bytes));
    FE_CHECK(PickleMachine(pickle, file, field).run());
    return pickle;
}

} // namespace fe::formats
