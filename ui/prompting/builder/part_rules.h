// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompting/builder/prompt_parts.h"

#include <QWidget>

namespace fe::widgets {
class TokenView;
struct ThemeTokens;
} // namespace fe::widgets

namespace fe::prompting {

/// "Instruction", "Example 2", "Query"; translated.
[[nodiscard]] QString partName(const TokenPart& part);
[[nodiscard]] QColor partColor(const TokenPart& part, const widgets::ThemeTokens& theme);

/// A rule beside each part of a prompt, left of the tokens, that scrolls with them.
class PartRules : public QWidget
{
    Q_OBJECT
public:
    explicit PartRules(widgets::TokenView& view, QWidget* parent = nullptr);

    /// @param parts of the tokens that the view shows.
    void setParts(std::vector<TokenPart> parts);
    [[nodiscard]] const std::vector<TokenPart>& parts() const { return m_parts; }
    /// The part that a token belongs to; null for separators.
    [[nodiscard]] const TokenPart* partOf(int token) const;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect ruleOf(const TokenPart& part) const;

    widgets::TokenView& m_view;
    std::vector<TokenPart> m_parts;
};

} // namespace fe::prompting
