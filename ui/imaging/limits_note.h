// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace fe::imaging {

class VisionState;

/// What the bundled starter model cannot do, shown while it is in use, with its model card and the
/// way to a real CLIP one click away.
class LimitsNote : public QFrame
{
    Q_OBJECT
public:
    explicit LimitsNote(VisionState& state, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void follow();
    void showCard();
    void openRealModel();
    void retranslate();

    VisionState& m_state;
    QLabel* m_text;
    QPushButton* m_card;
    QPushButton* m_open;
    QToolButton* m_close;
    QString m_cardPath;
};

/// MODEL_CARD.md or README.md beside a model's files; empty if there is none.
[[nodiscard]] QString modelCardOf(const QString& modelPath);
/// The card describes the starter model that comes with the program.
[[nodiscard]] bool isStarterCard(const QString& cardPath);

} // namespace fe::imaging
