// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/maps/colour_strip.h"

#include "charts/patch_canvas.h"
#include "widgets/plain_tool_tip.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace fe::imaging {

namespace {

constexpr double kGap = 8; // design pixels

} // namespace

ColourStrip::ColourStrip(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(widgets::scaled(kGap));
}

void ColourStrip::setMaps(const charts::ChartText& text, const std::vector<charts::PatchMap>& maps)
{
    m_text = text;
    while (m_canvases.size() > maps.size()) {
        delete m_canvases.back();
        m_canvases.pop_back();
    }
    while (m_canvases.size() < maps.size()) {
        auto* canvas = new charts::PatchCanvas(this);
        const int index = static_cast<int>(m_canvases.size());
        connect(canvas, &charts::PatchCanvas::patchActivated, this, [this, index] {
            setChosen(index);
            Q_EMIT pictureActivated(index);
        });
        m_canvases.push_back(canvas);
        m_row->addWidget(canvas, 1);
    }
    for (std::size_t i = 0; i < maps.size(); ++i) {
        m_canvases[i]->setMap(maps[i]);
        m_canvases[i]->setLook(m_look);
        m_canvases[i]->setToolTip(widgets::plainToolTip(maps[i].text.title));
    }
}

void ColourStrip::setLook(const charts::PatchLook& look)
{
    m_look = look;
    for (charts::PatchCanvas* canvas : m_canvases) {
        canvas->setLook(look);
    }
}

void ColourStrip::setChosen(int index)
{
    for (std::size_t i = 0; i < m_canvases.size(); ++i) {
        const bool chosen = static_cast<int>(i) == index;
        m_canvases[i]->setChosen(chosen && m_canvases.size() > 1);
        if (!chosen) {
            m_canvases[i]->setCurrent(std::nullopt);
        }
    }
}

QByteArray ColourStrip::csv() const
{
    QByteArray all;
    for (const charts::PatchCanvas* canvas : m_canvases) {
        QList<QByteArray> lines = canvas->csv().split('\n');
        const QByteArray name
            = charts::csvLine({ canvas->map().text.title }).trimmed() + QByteArrayLiteral(",");
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (lines.at(i).isEmpty() || (i == 0 && !all.isEmpty())) {
                continue;
            }
            all += (i == 0 ? QByteArrayLiteral("picture,") : name) + lines.at(i) + '\n';
        }
    }
    return all;
}

QSizeF ColourStrip::pictureSize() const
{
    QSizeF size(0, 1);
    for (const charts::PatchCanvas* canvas : m_canvases) {
        const QSizeF one = canvas->pictureSize();
        size = { size.width() + one.width() + charts::designPixels(kGap, font()),
                 std::max(size.height(), one.height()) };
    }
    return { std::max(1.0, size.width()), size.height() };
}

void ColourStrip::paintPicture(QPainter& painter, const QSizeF& size,
                               const charts::ChartStyle& style) const
{
    const double gap = charts::designPixels(kGap, style.font);
    const double each
        = size.width() / static_cast<double>(std::max<std::size_t>(1, m_canvases.size()));
    painter.save();
    for (const charts::PatchCanvas* canvas : m_canvases) {
        canvas->paintPicture(painter, { each - gap, size.height() }, style);
        painter.translate(each, 0);
    }
    painter.restore();
}

} // namespace fe::imaging
