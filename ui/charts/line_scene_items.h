// SPDX-License-Identifier: GPL-3.0-or-later
// Private to line_scene*.cpp: what lies behind and before Qt Charts' lines.
#pragma once

#include "charts/line_scene.h"

#include <QGraphicsItem>

namespace fe::charts {

class LineScene::Back : public QGraphicsItem
{
public:
    explicit Back(const LineScene& scene) : m_scene(scene) { }
    void layoutChanged();
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintTicks(QPainter& painter) const;
    void paintNames(QPainter& painter) const;

    const LineScene& m_scene;
};

class LineScene::Front : public QGraphicsItem
{
public:
    explicit Front(const LineScene& scene) : m_scene(scene) { }
    void layoutChanged();
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintReference(QPainter& painter) const;
    void paintPoints(QPainter& painter, int series) const;
    void paintBar(QPainter& painter, const LinePoint& point, const QColor& color) const;
    void paintMark(QPainter& painter, const LinePlace& place, bool current) const;
    void paintLegend(QPainter& painter) const;

    const LineScene& m_scene;
};

} // namespace fe::charts
