// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/bar_scene.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QHorizontalStackedBarSeries>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace fe::charts {

class BarScene::Rows : public QGraphicsItem
{
public:
    explicit Rows(const BarScene& scene) : m_scene(scene)
    {
        setFlag(QGraphicsItem::ItemUsesExtendedStyleOption); // exposedRect
    }

    void layoutChanged()
    {
        prepareGeometryChange();
        update();
    }

    [[nodiscard]] QRectF boundingRect() const override
    {
        return { 0, 0, m_scene.m_width, m_scene.m_layout.height() };
    }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) override
    {
        const BarLayout& layout = m_scene.m_layout;
        const int count = int(m_scene.m_data.rows.size());
        const double height = layout.metrics().rowHeight;
        const int first = std::max(0, int(std::floor(option->exposedRect.top() / height)));
        const int last = std::min(count - 1, int(option->exposedRect.bottom() / height));
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setFont(m_scene.m_style.font);
        for (int row = first; row <= last; ++row) {
            paintRow(*painter, row);
        }
    }

private:
    void paintRow(QPainter& painter, int row) const
    {
        const widgets::ThemeTokens& tokens = m_scene.m_style.tokens;
        const BarLayout& layout = m_scene.m_layout;
        const Marks& marks = m_scene.m_marks;
        const BarRow& data = m_scene.m_data.rows[row];
        const bool current = marks.current == row;
        if (current || marks.hovered == row) {
            painter.setPen(current && marks.focus ? QPen(tokens.accent) : QPen(Qt::NoPen));
            painter.setBrush(current ? tokens.accentTint : tokens.hover);
            painter.drawRoundedRect(layout.rowRect(row).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.track);
        painter.drawRect(layout.trackRect(row));
        const QRectF labelRect = layout.labelRect(row);
        painter.setPen(tokens.text);
        const QString label = QFontMetricsF(m_scene.m_style.font)
                                  .elidedText(data.label, Qt::ElideRight, labelRect.width());
        painter.drawText(labelRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, label);
        painter.drawText(layout.valueRect(row),
                         Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                         numberText(data.value, m_scene.m_data.values.format));
    }

    const BarScene& m_scene;
};

BarScene::BarScene(QObject* parent)
    : QGraphicsScene(parent), m_rows(new Rows(*this)), m_chart(new QChart),
      m_series(new QHorizontalStackedBarSeries), m_valueAxis(new QValueAxis),
      m_rowAxis(new QBarCategoryAxis)
{
    addItem(m_rows);
    addItem(m_chart);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAcceptedMouseButtons(Qt::NoButton);
    m_chart->addSeries(m_series);
    m_chart->addAxis(m_valueAxis, Qt::AlignBottom);
    m_chart->addAxis(m_rowAxis, Qt::AlignLeft);
    m_valueAxis->hide();
    m_rowAxis->hide();
    m_series->attachAxis(m_valueAxis);
    m_series->attachAxis(m_rowAxis);
}

BarScene::~BarScene() = default;

void BarScene::setData(const BarData& data)
{
    m_data = data;
    fillSeries();
    arrange();
}

void BarScene::setStyle(const ChartStyle& style)
{
    m_style = style;
    fillSeries();
    arrange();
}

void BarScene::setWidth(double width)
{
    m_width = width;
    arrange();
}

void BarScene::setMarks(const Marks& marks)
{
    if (m_marks == marks) {
        return;
    }
    m_marks = marks;
    m_rows->update();
}

bool BarScene::isElided(int row) const
{
    return QFontMetricsF(m_style.font).horizontalAdvance(m_data.rows[row].label)
        > m_layout.metrics().labelWidth;
}

void BarScene::arrange()
{
    const int count = int(m_data.rows.size());
    m_layout = BarLayout(count, m_width, barMetrics(m_data, m_style.font, m_width));
    const QRectF whole(0, 0, std::max(1.0, m_width), std::max(1.0, m_layout.height()));
    setSceneRect(whole);
    m_chart->setGeometry(whole);
    m_series->setBarWidth(m_layout.metrics().barShare);
    m_chart->setPlotArea(count > 0 ? m_layout.plotRect() : whole);
    m_rows->layoutChanged();
}

void BarScene::fillSeries()
{
    // Qt Charts lays everything out again after each changed value, so the series is filled while
    // it is not on the chart. Nothing is painted in between: there is no flicker.
    m_chart->removeSeries(m_series);
    m_series->clear();
    const qsizetype count = m_data.rows.size();
    // One set for each colour; bars of a category lie over each other only if all but one are 0,
    // hence the stack.
    QMap<int, QList<qreal>> sets;
    for (qsizetype row = 0; row < count; ++row) {
        const BarRow& bar = m_data.rows[row];
        QList<qreal>& values = sets[bar.series];
        values.resize(count);
        // The first category lies at the bottom.
        values[count - 1 - row] = std::isfinite(bar.value) ? std::clamp(bar.value, 0.0, m_data.high)
                                                           : (bar.value > 0 ? m_data.high : 0.0);
    }
    for (auto it = sets.cbegin(); it != sets.cend(); ++it) {
        auto* set = new QBarSet(QString());
        set->append(it.value());
        const auto& series = m_style.tokens.series;
        set->setColor(it.key() < 0 ? m_style.tokens.accent
                                   : series[std::size_t(it.key()) % series.size()]);
        set->setPen(Qt::NoPen);
        m_series->append(set);
    }
    QStringList categories;
    for (qsizetype row = 0; row < count; ++row) {
        categories.append(QString::number(row));
    }
    if (m_rowAxis->count() != count) {
        m_rowAxis->setCategories(categories);
    }
    m_valueAxis->setRange(0, m_data.high);
    m_chart->addSeries(m_series);
    m_series->attachAxis(m_valueAxis);
    m_series->attachAxis(m_rowAxis);
}

} // namespace fe::charts
