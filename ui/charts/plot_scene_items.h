// SPDX-License-Identifier: GPL-3.0-or-later
// Private to plot_scene*.cpp: what lies behind and before Qt Charts' lines.
#pragma once

#include "charts/plot_scene.h"

#include <QGraphicsItem>

namespace fe::charts {

class PlotScene::Back : public QGraphicsItem
{
public:
    explicit Back(const PlotScene& scene) : m_scene(scene) { }
    void layoutChanged();
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintGrid(QPainter& painter) const;
    void paintTexts(QPainter& painter) const;

    const PlotScene& m_scene;
};

class PlotScene::Front : public QGraphicsItem
{
public:
    explicit Front(const PlotScene& scene) : m_scene(scene) { }
    void layoutChanged();
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void paintLines(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintBars(QPainter& painter, int series) const;
    void paintPoints(QPainter& painter, int series) const;
    void paintLabels(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    [[nodiscard]] bool isShown(int series) const;

    const PlotScene& m_scene;
};

class PlotScene::Rings : public QGraphicsItem
{
public:
    explicit Rings(const PlotScene& scene) : m_scene(scene) { }
    void layoutChanged();
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const PlotScene& m_scene;
};

} // namespace fe::charts
