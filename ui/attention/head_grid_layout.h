// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QRectF>
#include <QSizeF>

namespace fe::attention {

/// One head of a stack.
struct HeadId {
    int layer = -1;
    int head = -1;
    [[nodiscard]] bool isValid() const { return layer >= 0 && head >= 0; }
    [[nodiscard]] bool operator==(const HeadId& other) const = default;
};

/// Geometry of a grid of heads: pure, tested without a window.
class HeadGridLayout
{
public:
    HeadGridLayout() = default;
    /// @param room of the viewport. @param label room for "L12" @param scale pixels of a design
    /// pixel. Cells are as wide as the room allows, within limits; what is too high scrolls.
    HeadGridLayout(int layers, int heads, const QSizeF& room, const QSizeF& label, double scale);

    [[nodiscard]] int layers() const { return m_layers; }
    [[nodiscard]] int heads() const { return m_heads; }
    [[nodiscard]] int count() const { return m_layers * m_heads; }
    [[nodiscard]] int index(HeadId head) const { return head.layer * m_heads + head.head; }
    [[nodiscard]] HeadId at(int index) const { return { index / m_heads, index % m_heads }; }
    /// The whole grid with its labels.
    [[nodiscard]] QSizeF size() const;
    [[nodiscard]] double cell() const { return m_cell; }
    /// In the whole grid.
    [[nodiscard]] QRectF rect(HeadId head) const;
    [[nodiscard]] QRectF layerLabel(int layer) const;
    [[nodiscard]] QRectF headLabel(int head) const;
    /// The inverse of rect(); invalid between and beside heads.
    [[nodiscard]] HeadId headAt(const QPointF& point) const;

private:
    int m_layers = 0;
    int m_heads = 0;
    QSizeF m_label;
    double m_gap = 0;
    double m_cell = 0;
};

} // namespace fe::attention

Q_DECLARE_METATYPE(fe::attention::HeadId)
