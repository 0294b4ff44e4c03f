// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace fe::widgets {

/// The scale of probabilityTint(): a strip from 0 to 1 with its name and ends.
class ProbabilityLegend : public QWidget
{
    Q_OBJECT
public:
    explicit ProbabilityLegend(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    [[nodiscard]] int stripWidth() const;
};

} // namespace fe::widgets
