// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chart_picture.h"
#include "charts/patch_map.h"

#include <QWidget>

class QHBoxLayout;

namespace fe::charts {
class PatchCanvas;
}

namespace fe::imaging {

/// Pictures side by side whose patches have colours with one meaning; exported as one chart.
class ColourStrip : public QWidget, public charts::ChartPicture
{
    Q_OBJECT
public:
    explicit ColourStrip(QWidget* parent = nullptr);

    void setMaps(const charts::ChartText& text, const std::vector<charts::PatchMap>& maps);
    void setLook(const charts::PatchLook& look);
    /// The picture that other parts of the page are about.
    void setChosen(int index);
    [[nodiscard]] const std::vector<charts::PatchCanvas*>& canvases() const { return m_canvases; }

    [[nodiscard]] charts::ChartText chartText() const override { return m_text; }
    /// A row a patch; the first column is the picture's name.
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] QSizeF pictureSize() const override;
    void paintPicture(QPainter& painter, const QSizeF& size,
                      const charts::ChartStyle& style) const override;

Q_SIGNALS:
    void pictureActivated(int index);

private:
    charts::ChartText m_text;
    charts::PatchLook m_look;
    QHBoxLayout* m_row;
    std::vector<charts::PatchCanvas*> m_canvases;
};

} // namespace fe::imaging
