// SPDX-License-Identifier: GPL-3.0-or-later
#include "attention/head_grid_layout.h"

#include <algorithm>
#include <cmath>

namespace fe::attention {

namespace {

// Sides of a head's map and the space between two, design pixels.
constexpr double kLeast = 22;
constexpr double kMost = 84;
constexpr double kGap = 4;

} // namespace

HeadGridLayout::HeadGridLayout(int layers, int heads, const QSizeF& room, const QSizeF& label,
                               double scale)
    : m_layers(layers), m_heads(heads), m_label(label), m_gap(kGap * scale)
{
    if (heads > 0) {
        const double width = (room.width() - label.width()) / heads - m_gap;
        // With few layers the whole is to be seen at once, if that leaves heads large enough.
        const double height = (room.height() - label.height()) / std::max(layers, 1) - m_gap;
        const double fitting = height >= 2 * kLeast * scale ? std::min(width, height) : width;
        m_cell = std::clamp(std::floor(fitting), kLeast * scale, kMost * scale);
    }
}

QSizeF HeadGridLayout::size() const
{
    return { m_label.width() + m_heads * (m_cell + m_gap),
             m_label.height() + m_layers * (m_cell + m_gap) };
}

QRectF HeadGridLayout::rect(HeadId head) const
{
    return { m_label.width() + head.head * (m_cell + m_gap),
             m_label.height() + head.layer * (m_cell + m_gap), m_cell, m_cell };
}

QRectF HeadGridLayout::layerLabel(int layer) const
{
    return { 0, m_label.height() + layer * (m_cell + m_gap), m_label.width() - m_gap, m_cell };
}

QRectF HeadGridLayout::headLabel(int head) const
{
    return { m_label.width() + head * (m_cell + m_gap), 0, m_cell, m_label.height() };
}

HeadId HeadGridLayout::headAt(const QPointF& point) const
{
    if (count() == 0 || point.x() < m_label.width() || point.y() < m_label.height()) {
        return {};
    }
    const HeadId head { static_cast<int>((point.y() - m_label.height()) / (m_cell + m_gap)),
                        static_cast<int>((point.x() - m_label.width()) / (m_cell + m_gap)) };
    const bool there = head.layer < m_layers && head.head < m_heads && rect(head).contains(point);
    return there ? head : HeadId {};
}

} // namespace fe::attention
