// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace fe::widgets {
class SegmentedControl;
}

namespace fe::scaling_tab {

/// "5.76e23", "1,5e21" and "5.76·10^23" alike: above 0 and finite, or nothing.
[[nodiscard]] std::optional<double> flopsFrom(const QString& text);

/// How much may be computed: as FLOPs, or as hours of devices, their peak and how much of it is
/// reached.
class BudgetPanel : public QWidget
{
    Q_OBJECT
public:
    explicit BudgetPanel(QWidget* parent = nullptr);

    /// Nothing while the text is no number above 0.
    [[nodiscard]] std::optional<double> flops() const;
    [[nodiscard]] QJsonObject saveState() const;
    void restoreState(const QJsonObject& state);

Q_SIGNALS:
    void budgetChanged();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    [[nodiscard]] QWidget* buildHours();
    void choosePreset(int index);
    void showPreset();
    void changed();
    void retranslate();

    bool m_choosing = false; ///< a preset sets the peak
    widgets::SegmentedControl* m_ways;
    QStackedWidget* m_stack;
    QLineEdit* m_flops;
    QDoubleSpinBox* m_hours;
    QComboBox* m_device;
    QDoubleSpinBox* m_peak; ///< TFLOP/s
    QDoubleSpinBox* m_utilisation; ///< %
    QLabel* m_times[2];
    QLabel* m_sum;
};

} // namespace fe::scaling_tab
