// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/command_palette.h"

#include "shell/palette_delegate.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QGraphicsDropShadowEffect>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace fe::shell {

using widgets::scaled;

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window), m_query(new QLineEdit(this)), m_list(new QListView(this)),
      m_nothing(new QLabel(this)), m_model(new PaletteModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("kind", QStringLiteral("popup"));
    m_query->setObjectName(QStringLiteral("paletteQuery"));
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setProperty("kind", QStringLiteral("flat"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(this));
    m_list->setFocusPolicy(Qt::NoFocus); // the arrow keys of the field move the selection
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_nothing->setProperty("kind", QStringLiteral("secondary"));
    m_nothing->setAlignment(Qt::AlignCenter);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(8));
    layout->setSpacing(scaled(8));
    layout->addWidget(m_query);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);

    auto* shadow = new QGraphicsDropShadowEffect(this);
    shadow->setBlurRadius(scaled(28));
    shadow->setOffset(0, scaled(6));
    shadow->setColor(QColor(0, 0, 0, 90));
    setGraphicsEffect(shadow);

    m_query->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_query, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setQuery(text);
        select(0);
    });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { trigger(index.row()); });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && !isAncestorOf(now)) {
            hide();
        }
    });
    retranslate();
    hide();
}

void CommandPalette::open(QList<PaletteEntry> entries)
{
    m_focusBefore = QApplication::focusWidget();
    m_model->setEntries(std::move(entries));
    m_query->clear();
    m_model->setQuery({});
    place();
    show();
    raise();
    m_query->setFocus(Qt::PopupFocusReason);
    select(0);
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore) {
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    }
}

void CommandPalette::place()
{
    const QSize room = parentWidget()->size();
    const QSize wanted(qMin(scaled(560), room.width() - scaled(40)),
                       qMin(scaled(420), room.height() - scaled(120)));
    setGeometry((room.width() - wanted.width()) / 2, scaled(64), wanted.width(), wanted.height());
}

void CommandPalette::select(int row)
{
    const int rows = m_model->rowCount();
    m_list->setVisible(rows > 0);
    m_nothing->setVisible(rows == 0);
    // The first that can be used, from `row` on.
    for (int at = row; at < rows; ++at) {
        if (m_model->flags(m_model->index(at)) & Qt::ItemIsEnabled) {
            m_list->setCurrentIndex(m_model->index(at));
            m_list->scrollTo(m_list->currentIndex());
            return;
        }
    }
}

void CommandPalette::moveSelection(int step)
{
    const int rows = m_model->rowCount();
    int at = m_list->currentIndex().row();
    for (int tried = 0; tried < rows; ++tried) {
        at = (at + step + rows) % rows;
        if (m_model->flags(m_model->index(at)) & Qt::ItemIsEnabled) {
            m_list->setCurrentIndex(m_model->index(at));
            m_list->scrollTo(m_list->currentIndex());
            return;
        }
    }
}

void CommandPalette::trigger(int row)
{
    const QPointer<QAction> action = m_model->actionAt(row);
    if (!action || !action->isEnabled()) {
        return;
    }
    close();
    action->trigger();
}

bool CommandPalette::keyPressed(int key)
{
    switch (key) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Down:
        moveSelection(1);
        return true;
    case Qt::Key_Up:
        moveSelection(-1);
        return true;
    case Qt::Key_PageDown:
        select(qMin(m_list->currentIndex().row() + 8, m_model->rowCount() - 1));
        return true;
    case Qt::Key_PageUp:
        select(qMax(m_list->currentIndex().row() - 8, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        trigger(m_list->currentIndex().row());
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // there is nowhere else to go
    default:
        return false;
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_query && event->type() == QEvent::KeyPress) {
        return keyPressed(static_cast<QKeyEvent*>(event)->key());
    }
    if (watched == parentWidget() && isVisible()) {
        if (event->type() == QEvent::Resize) {
            place();
        } else if (event->type() == QEvent::MouseButtonPress) {
            close();
        }
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void CommandPalette::retranslate()
{
    setAccessibleName(tr("Command palette"));
    m_query->setPlaceholderText(tr("What do you want to do?"));
    m_query->setAccessibleName(tr("Search all commands"));
    m_list->setAccessibleName(tr("Commands that fit"));
    m_nothing->setText(tr("No command fits. Try fewer letters."));
}

} // namespace fe::shell
