// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/token_view_accessible.h"

#include "widgets/token_view.h"

#include <QAccessibleWidget>

namespace fe::widgets {

namespace {

class AccessibleTokenView final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit AccessibleTokenView(TokenView* view)
        : QAccessibleWidget(view, QAccessible::EditableText), m_view(view)
    {
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface*>(this)
                                                  : QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_view->text() : QAccessibleWidget::text(kind);
    }
    QAccessible::State state() const override
    {
        QAccessible::State now = QAccessibleWidget::state();
        now.readOnly = true;
        now.multiLine = true;
        now.selectableText = true;
        return now;
    }

    void selection(int index, int* start, int* end) const override
    {
        const bool there = index == 0 && selectionCount() == 1;
        *start = there ? m_view->selectionBegin() : 0;
        *end = there ? m_view->selectionEnd() : 0;
    }
    int selectionCount() const override
    {
        return m_view->selectionBegin() == m_view->selectionEnd() ? 0 : 1;
    }
    void addSelection(int start, int end) override { m_view->select(start, end); }
    void removeSelection(int) override { m_view->select(cursorPosition(), cursorPosition()); }
    void setSelection(int, int start, int end) override { m_view->select(start, end); }
    int cursorPosition() const override
    {
        const int unit = m_view->tokenLayout().unitOfToken(m_view->currentToken());
        return unit < 0 ? 0 : m_view->tokenLayout().unit(unit).begin;
    }
    void setCursorPosition(int position) override
    {
        if (const int unit = m_view->tokenLayout().unitAtPosition(position); unit >= 0) {
            m_view->setCurrentToken(m_view->tokenLayout().unit(unit).firstToken);
        }
    }
    QString text(int start, int end) const override
    {
        return m_view->text().mid(start, end - start);
    }
    int characterCount() const override { return static_cast<int>(m_view->text().size()); }
    QRect characterRect(int offset) const override
    {
        const int unit = m_view->tokenLayout().unitAtPosition(offset);
        return unit < 0
            ? QRect()
            : m_view->unitRect(unit).translated(m_view->viewport()->mapToGlobal(QPoint()));
    }
    int offsetAtPoint(const QPoint& point) const override
    {
        const QPoint local = m_view->viewport()->mapFromGlobal(point);
        const int unit = m_view->unitAtViewport(local);
        return unit < 0 ? -1 : m_view->tokenLayout().unit(unit).begin;
    }
    void scrollToSubstring(int start, int) override
    {
        if (const int unit = m_view->tokenLayout().unitAtPosition(start); unit >= 0) {
            m_view->scrollToUnit(unit);
        }
    }
    QString attributes(int, int* start, int* end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    TokenView* m_view;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* view = qobject_cast<TokenView*>(object);
    return view == nullptr ? nullptr : new AccessibleTokenView(view);
}

} // namespace

void installTokenViewAccessibility()
{
    // Qt keeps one entry per factory, however often it is installed.
    QAccessible::installFactory(&makeInterface);
}

void notifyTokenTextChanged(TokenView* view)
{
    QAccessibleTextInsertEvent event(view, 0, view->text());
    QAccessible::updateAccessibility(&event);
}

void notifyTokenSelectionChanged(TokenView* view)
{
    QAccessibleTextSelectionEvent event(view, view->selectionBegin(), view->selectionEnd());
    QAccessible::updateAccessibility(&event);
}

void notifyTokenFocusChanged(TokenView* view)
{
    const int unit = view->tokenLayout().unitOfToken(view->currentToken());
    QAccessibleTextCursorEvent event(view, unit < 0 ? 0 : view->tokenLayout().unit(unit).begin);
    QAccessible::updateAccessibility(&event);
}

} // namespace fe::widgets
