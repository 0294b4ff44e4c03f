// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace fe::shell {

/// A button of the model bar: a strong text, a small secondary one and an arrow; a click opens its
/// menu. Shortens its strong text when there is little room.
class DropButton : public QPushButton
{
    Q_OBJECT
public:
    explicit DropButton(QWidget* parent = nullptr);

    void setTexts(const QString& strong, const QString& secondary);
    /// Whether the strong text is bold.
    void setEmphasis(bool bold);
    /// What it chooses ("Device"), for screen readers and the tool tip.
    void setPurpose(const QString& purpose);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont strongFont() const;
    [[nodiscard]] QFont secondaryFont() const;
    [[nodiscard]] int fixedWidth() const; ///< all but the strong text
    void describe();

    QString m_strong;
    QString m_secondary;
    QString m_purpose;
    bool m_bold = false;
};

} // namespace fe::shell
