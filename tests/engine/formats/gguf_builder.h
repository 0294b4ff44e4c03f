// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <initializer_list>

namespace fe::formats::testing {

/// Writes GGUF files, broken ones too: every field is given, nothing is checked.
class GgufBuilder
{
public:
    explicit GgufBuilder(quint32 version = 3) : m_version(version) { }

    template<typename Number>
    static QByteArray number(Number value)
    {
        return QByteArray(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    static QByteArray text(const QByteArray& value)
    {
        return number(static_cast<quint64>(value.size())) + value;
    }

    GgufBuilder& entry(const QByteArray& key, quint32 type, const QByteArray& value)
    {
        m_metadata += text(key) + number(type) + value;
        ++m_entries;
        return *this;
    }
    GgufBuilder& text(const QByteArray& key, const QByteArray& value)
    {
        return entry(key, 8, text(value));
    }
    GgufBuilder& uint32(const QByteArray& key, quint32 value)
    {
        return entry(key, 4, number(value));
    }
    GgufBuilder& array(const QByteArray& key, quint32 type, quint64 count, const QByteArray& items)
    {
        return entry(key, 9, number(type) + number(count) + items);
    }
    /// @param dimensions fastest first, as the file has them.
    GgufBuilder& tensor(const QByteArray& name, std::initializer_list<quint64> dimensions,
                        quint32 type, quint64 offset)
    {
        m_tensors += text(name) + number(static_cast<quint32>(dimensions.size()));
        for (const quint64 dimension : dimensions) {
            m_tensors += number(dimension);
        }
        m_tensors += number(type) + number(offset);
        ++m_tensorCount;
        return *this;
    }
    QByteArray file(qsizetype dataBytes = 0, qsizetype alignment = 32) const
    {
        QByteArray all = "GGUF" + number(m_version) + number(m_tensorCount) + number(m_entries)
            + m_metadata + m_tensors;
        while (dataBytes > 0 && all.size() % alignment != 0) {
            all += '\0';
        }
        return all + QByteArray(dataBytes, '\x11');
    }

private:
    quint32 m_version;
    quint64 m_entries = 0;
    quint64 m_tensorCount = 0;
    QByteArray m_metadata;
    QByteArray m_tensors;
};

} // namespace fe::formats::testing
