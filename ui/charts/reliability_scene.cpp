// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/reliability_scene.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>

namespace fe::charts {

class ReliabilityScene::Counts : public QGraphicsItem
{
public:
    explicit Counts(const ReliabilityScene& scene) : m_scene(scene) { }

    void layoutChanged()
    {
        prepareGeometryChange();
        update();
    }

    [[nodiscard]] QRectF boundingRect() const override { return { QPointF(0, 0), m_scene.m_size }; }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        painter->setRenderHint(QPainter::Antialiasing);
        QFont small = m_scene.m_style.font;
        small.setPointSizeF(small.pointSizeF() * 0.85);
        painter->setFont(small);
        for (int bin = 0; bin < int(m_scene.m_data.bins.size()); ++bin) {
            paintMark(*painter, bin);
            paintCount(*painter, bin, QFontMetricsF(small));
        }
    }

private:
    void paintMark(QPainter& painter, int bin) const
    {
        if (bin != m_scene.m_current && bin != m_scene.m_hovered) {
            return;
        }
        const bool current = bin == m_scene.m_current;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(current ? m_scene.m_style.tokens.text : m_scene.m_style.tokens.secondary,
                 current ? 2 : 1));
        painter.drawRect(m_scene.binRect(bin));
    }

    void paintCount(QPainter& painter, int bin, const QFontMetricsF& metrics) const
    {
        const ConfidenceBin& data = m_scene.m_data.bins[bin];
        if (data.count == 0) {
            return;
        }
        const QRectF column = m_scene.binRect(bin);
        const QString text = numberText(double(data.count), NumberFormat::Integer);
        const double width = metrics.horizontalAdvance(text);
        const bool turned = width > column.width();
        const double length = turned ? width : metrics.height();
        const double bar = std::clamp(data.accuracy, 0.0, 1.0) * column.height();
        const double gap = 0.2 * metrics.height();
        // At the foot, where the diagonal is far from most of them.
        const bool inside = length + 2 * gap < bar;
        const double y = column.bottom() - (inside ? 0 : bar) - gap - length / 2;
        painter.setPen(inside ? m_scene.m_style.tokens.onAccent : m_scene.m_style.tokens.secondary);
        painter.save();
        painter.translate(column.center().x(), y);
        painter.rotate(turned ? -90 : 0);
        painter.drawText(QRectF(-width, -metrics.height(), 2 * width, 2 * metrics.height()),
                         Qt::AlignCenter | Qt::TextSingleLine, text);
        painter.restore();
    }

    const ReliabilityScene& m_scene;
};

ReliabilityScene::ReliabilityScene(QObject* parent)
    : QGraphicsScene(parent), m_chart(new QChart), m_bars(new QBarSeries),
      m_diagonal(new QLineSeries), m_binAxis(new QBarCategoryAxis), m_confidence(new QValueAxis),
      m_accuracy(new QValueAxis), m_counts(new Counts(*this))
{
    addItem(m_chart);
    addItem(m_counts);
    m_chart->setBackgroundVisible(false);
    m_chart->legend()->hide();
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setAcceptedMouseButtons(Qt::NoButton);
    m_bars->setBarWidth(1);
    m_diagonal->append({ { 0, 0 }, { 1, 1 } });
    m_chart->addSeries(m_bars);
    m_chart->addSeries(m_diagonal);
    // Bars count their bins, the diagonal lies on confidence: two axes, of which one is seen.
    m_binAxis->hide();
    m_chart->addAxis(m_binAxis, Qt::AlignBottom);
    m_chart->addAxis(m_confidence, Qt::AlignBottom);
    m_chart->addAxis(m_accuracy, Qt::AlignLeft);
    m_bars->attachAxis(m_binAxis);
    m_bars->attachAxis(m_accuracy);
    m_diagonal->attachAxis(m_confidence);
    m_diagonal->attachAxis(m_accuracy);
    for (QValueAxis* axis : { m_confidence, m_accuracy }) {
        axis->setRange(0, 1);
        axis->setTickCount(6);
        axis->setLabelFormat(QStringLiteral("%.1f"));
    }
    m_confidence->setGridLineVisible(false);
}

ReliabilityScene::~ReliabilityScene() = default;

void ReliabilityScene::setData(const ReliabilityData& data)
{
    m_data = data;
    arrange();
}

void ReliabilityScene::setStyle(const ChartStyle& style)
{
    m_style = style;
    const widgets::ThemeTokens& tokens = style.tokens;
    m_chart->setTitleFont(style.font);
    m_chart->setTitleBrush(tokens.text);
    for (QValueAxis* axis : { m_confidence, m_accuracy }) {
        axis->setLabelsFont(style.font);
        axis->setTitleFont(style.font);
        axis->setLabelsColor(tokens.secondary);
        axis->setTitleBrush(tokens.secondary);
        axis->setLinePenColor(tokens.line);
        axis->setGridLineColor(tokens.line);
    }
    // Orange is seen on the card and on the bars, in both themes.
    m_diagonal->setPen(QPen(tokens.series[1], 2, Qt::DashLine));
    arrange();
}

void ReliabilityScene::setSize(const QSizeF& size)
{
    m_size = size.expandedTo({ 1, 1 });
    arrange();
}

void ReliabilityScene::setMarks(int current, int hovered)
{
    m_current = current;
    m_hovered = hovered;
    m_counts->update();
}

void ReliabilityScene::setTexts(const QString& title, const QString& confidence,
                                const QString& accuracy)
{
    m_chart->setTitle(title.toHtmlEscaped());
    m_confidence->setTitleText(confidence);
    m_accuracy->setTitleText(accuracy);
    arrange();
}

int ReliabilityScene::binAt(const QPointF& point) const
{
    const QRectF plot = m_chart->plotArea();
    const int bins = int(m_data.bins.size());
    if (bins == 0 || !plot.contains(point)) {
        return -1;
    }
    return std::clamp(int((point.x() - plot.left()) / plot.width() * bins), 0, bins - 1);
}

QRectF ReliabilityScene::binRect(int bin) const
{
    const QRectF plot = m_chart->plotArea();
    const double width = plot.width() / double(std::max<qsizetype>(1, m_data.bins.size()));
    return { plot.left() + bin * width, plot.top(), width, plot.height() };
}

void ReliabilityScene::arrange()
{
    m_bars->clear();
    auto* set = new QBarSet(QString());
    QStringList names;
    for (const ConfidenceBin& bin : m_data.bins) {
        set->append(bin.count > 0 ? std::clamp(bin.accuracy, 0.0, 1.0) : 0.0);
        names.append(QString::number(names.size()));
    }
    set->setColor(m_style.tokens.accent);
    set->setPen(QPen(m_style.tokens.card, 1));
    m_bars->append(set);
    if (m_binAxis->count() != names.size()) {
        m_binAxis->setCategories(names);
    }
    setSceneRect(QRectF(QPointF(0, 0), m_size));
    m_chart->setGeometry(sceneRect());
    // The layout would wait for the event loop, which a picture for a file has none of.
    m_chart->layout()->activate();
    m_counts->layoutChanged();
}

} // namespace fe::charts
