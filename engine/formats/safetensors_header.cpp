// SPDX-License-Identifier: Apache-2.0
#include "formats/safetensors.h"
#include "formats/tensor_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace fe::formats {
namespace {

using base::DType;
using base::Error;
using base::Json;

/// PyTorch's own limit of dimensions.
constexpr std::size_t kMostDimensions = 64;
constexpr std::size_t kDeepestIgnored = 32;

constexpr std::array kReadTypes = {
    DType::F32, DType::F16, DType::BF16, DType::F64,    DType::I8,
    DType::I16, DType::I32, DType::I64,  DType::U8,     DType::U16,
    DType::U32, DType::U64, DType::Bool, DType::F8E4M3, DType::F8E5M2,
};

std::optional<DType> dtypeOfName(std::string_view name)
{
    for (const DType type : kReadTypes) {
        if (base::dtypeInfo(type).name == name) {
            return type;
        }
    }
    return std::nullopt;
}

/// Takes the parser's events one by one and keeps nothing but the entries: a tree of values would
/// let a small hostile header grow twentyfold in memory.
class HeaderHandler : public nlohmann::json_sax<nlohmann::json>
{
public:
    explicit HeaderHandler(std::string file) : m_file(std::move(file)) { }

    bool null() override { return isMetadata() || other("null"); }
    bool boolean(bool) override { return other("true or false"); }
    bool number_integer(number_integer_t) override { return other("a negative number"); }
    bool number_float(number_float_t, const string_t&) override { return other("a fraction"); }
    bool binary(binary_t&) override { return false; }
    bool number_unsigned(number_unsigned_t value) override;
    bool string(string_t& value) override;
    bool start_object(std::size_t) override;
    bool end_object() override;
    bool start_array(std::size_t) override;
    bool end_array() override;
    bool key(string_t& value) override;
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override;

    SafetensorsHeader take() { return std::move(m_header); }
    /// What made the parser stop.
    Error takeError() { return std::move(*m_error); }

private:
    /// In the order of nesting.
    enum class Place { Start, Header, Metadata, Tensor, Shape, Offsets, Ignored };

    /// The entry that follows is __metadata__.
    bool isMetadata() const { return m_place == Place::Header && m_key == kSafetensorsMetadata; }
    bool knownField() const
    {
        return m_key == "dtype" || m_key == "shape" || m_key == "data_offsets";
    }
    bool fail(std::string why);
    bool wrong(const char* found);
    /// A value that no field of ours takes: fine in fields that we do not know.
    bool other(const char* found);
    bool descend();
    bool ascend();
    bool finishTensor();

    std::string m_file;
    SafetensorsHeader m_header;
    Place m_place = Place::Start;
    std::size_t m_ignoredDepth = 0;
    std::string m_tensor; ///< name of the entry that is being read
    std::string m_key; ///< last key of the object that is being read
    std::optional<DType> m_dtype;
    std::optional<base::Shape> m_shape;
    std::optional<std::vector<std::uint64_t>> m_offsets;
    std::optional<Error> m_error;
};

bool HeaderHandler::fail(std::string why)
{
    std::string field = "header";
    if (m_place == Place::Metadata || m_key == kSafetensorsMetadata) {
        field = kSafetensorsMetadata;
    } else if (m_place != Place::Start) {
        field = "tensor \"" + (m_place == Place::Header ? m_key : m_tensor) + "\"";
    }
    m_error = base::malformed(m_file, std::move(field), std::move(why));
    return false;
}

bool HeaderHandler::wrong(const char* found)
{
    return fail((m_place > Place::Metadata ? m_key : std::string("the entry")) + " holds " + found);
}

bool HeaderHandler::other(const char* found)
{
    const bool ignored = m_place == Place::Ignored || (m_place == Place::Tensor && !knownField());
    return ignored || wrong(found);
}

bool HeaderHandler::number_unsigned(number_unsigned_t value)
{
    if (m_place == Place::Shape) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return fail("a dimension of " + base::grouped(value));
        }
        if (m_shape->size() >= kMostDimensions) {
            return fail("more than " + std::to_string(kMostDimensions) + " dimensions");
        }
        m_shape->push_back(static_cast<std::int64_t>(value));
        return true;
    }
    if (m_place == Place::Offsets) {
        if (m_offsets->size() >= 2) {
            return fail("more than two data_offsets");
        }
        m_offsets->push_back(value);
        return true;
    }
    return other("a number");
}

bool HeaderHandler::string(string_t& value)
{
    if (m_place == Place::Metadata) {
        m_header.metadata.asObject()->emplace_back(std::move(m_key), Json(std::move(value)));
        return true;
    }
    if (m_place != Place::Tensor || m_key != "dtype") {
        return other("text");
    }
    if (m_dtype) {
        return fail("dtype is given twice");
    }
    m_dtype = dtypeOfName(value);
    if (!m_dtype) {
        m_error = base::unsupported(m_file, "tensor \"" + m_tensor + "\"",
                                    "weights of type \"" + value + "\" are not read");
    }
    return m_dtype.has_value();
}

bool HeaderHandler::key(string_t& value)
{
    if (m_place != Place::Ignored) {
        m_key = std::move(value);
    }
    return true;
}

bool HeaderHandler::start_object(std::size_t)
{
    if (m_place == Place::Start) {
        m_place = Place::Header;
        return true;
    }
    if (isMetadata()) {
        m_place = Place::Metadata;
        return true;
    }
    if (m_place == Place::Header) {
        if (m_header.tensors.size() >= kMaxTensors) {
            return fail("more than " + base::grouped(kMaxTensors) + " tensors");
        }
        m_place = Place::Tensor;
        m_tensor = std::move(m_key);
        m_key.clear();
        m_dtype.reset();
        m_shape.reset();
        m_offsets.reset();
        return true;
    }
    return descend() || wrong("an object");
}

bool HeaderHandler::end_object()
{
    switch (m_place) {
    case Place::Ignored:
        return ascend();
    case Place::Tensor:
        return finishTensor();
    default:
        m_place = Place::Header; // after __metadata__; after the header itself nothing follows
        m_key.clear();
        return true;
    }
}

bool HeaderHandler::start_array(std::size_t)
{
    if (m_place == Place::Tensor && knownField()) {
        if (m_key == "shape" && !m_shape) {
            m_shape.emplace();
            m_place = Place::Shape;
            return true;
        }
        if (m_key == "data_offsets" && !m_offsets) {
            m_offsets.emplace();
            m_place = Place::Offsets;
            return true;
        }
        return fail(m_key == "dtype" ? "dtype is an array" : m_key + " is given twice");
    }
    return descend() || wrong("an array");
}

bool HeaderHandler::end_array()
{
    if (m_place == Place::Ignored) {
        return ascend();
    }
    m_place = Place::Tensor;
    return true;
}

/// Into a value that is skipped; false if this is no place for one.
bool HeaderHandler::descend()
{
    const bool begins = m_place == Place::Tensor && !knownField();
    if ((!begins && m_place != Place::Ignored) || m_ignoredDepth >= kDeepestIgnored) {
        return false;
    }
    m_place = Place::Ignored;
    ++m_ignoredDepth;
    return true;
}

bool HeaderHandler::ascend()
{
    if (--m_ignoredDepth == 0) {
        m_place = Place::Tensor;
    }
    return true;
}

bool HeaderHandler::finishTensor()
{
    if (!m_dtype || !m_shape || !m_offsets) {
        return fail(std::string(!m_dtype       ? "dtype"
                                    : !m_shape ? "shape"
                                               : "data_offsets")
                    + " is missing");
    }
    if (m_offsets->size() != 2 || m_offsets->front() > m_offsets->back()) {
        return fail("data_offsets must be a beginning and an end that is not before it");
    }
    const std::uint64_t begin = m_offsets->front();
    m_header.tensors.push_back({ std::move(m_tensor), *m_dtype, *std::move(m_shape), 0, begin,
                                 m_offsets->back() - begin });
    m_place = Place::Header;
    m_key.clear();
    return true;
}

bool HeaderHandler::parse_error(std::size_t position, const std::string&,
                                const nlohmann::detail::exception& error)
{
    // nlohmann writes "[json.exception.parse_error.101] parse error at line 1, column 2: why".
    const std::string text = error.what();
    const std::size_t colon = text.find(": ");
    m_error = base::malformed(m_file, "header, byte " + base::grouped(position),
                              "not valid JSON: "
                                  + (colon == std::string::npos ? text : text.substr(colon + 2)));
    return false;
}

} // namespace

base::Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json,
                                                       const std::string& file)
{
    HeaderHandler handler(file);
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &handler)) {
        return handler.takeError();
    }
    return handler.take();
}

} // namespace fe::formats
