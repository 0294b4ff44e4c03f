// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <span>

class QLabel;
class QPushButton;

namespace fe::charts {
class ExportButton;
class MatrixChart;
} // namespace fe::charts

namespace fe::attention {

class AttentionState;
struct ExaminedAttention;

/// Two passes side by side: the same heads of both and what differs. The texts or the models may
/// differ.
class CompareCard : public QWidget
{
    Q_OBJECT
public:
    explicit CompareCard(AttentionState& state, QWidget* parent = nullptr);

Q_SIGNALS:
    /// The input as it is now is to be read as the second pass.
    void otherWanted();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void show();
    void showSide(charts::MatrixChart& chart, const ExaminedAttention& attention,
                  std::span<const float> values, const QString& name) const;
    void showDifference(std::span<const float> a, std::span<const float> b);
    void retranslate();

    AttentionState& m_state;
    QTimer m_refresh;
    QPushButton* m_read;
    QPushButton* m_forget;
    QLabel* m_text;
    charts::MatrixChart* m_first;
    charts::MatrixChart* m_second;
    charts::MatrixChart* m_difference;
    charts::ExportButton* m_export;
};

} // namespace fe::attention
