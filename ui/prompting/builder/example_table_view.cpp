// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompting/builder/example_table_view.h"

#include "prompting/builder/example_table_model.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include <algorithm>

namespace fe::prompting {

using widgets::scaled;

namespace {

constexpr int kFewestRows = 3; // that the table has room for
constexpr int kMostRows = 8;
constexpr int kRowHeight = 28;
constexpr int kEditorLines = 3;

/// A cell is edited over several lines: examples are sentences. Enter ends it, Shift+Enter begins a
/// new line, Tab goes to the next cell.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex& index) const override
    {
        auto* editor = new QPlainTextEdit(parent);
        editor->setAccessibleName(
            index.model()->headerData(index.column(), Qt::Horizontal).toString());
        editor->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        return editor;
    }
    void setEditorData(QWidget* widget, const QModelIndex& index) const override
    {
        auto* editor = static_cast<QPlainTextEdit*>(widget);
        const QString text = index.data(Qt::EditRole).toString();
        if (editor->toPlainText() != text) {
            editor->setPlainText(text);
            editor->selectAll();
        }
    }
    void setModelData(QWidget* widget, QAbstractItemModel* model,
                      const QModelIndex& index) const override
    {
        model->setData(index, static_cast<QPlainTextEdit*>(widget)->toPlainText(), Qt::EditRole);
    }
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex&) const override
    {
        // Wider and higher than the cell where there is room: a sentence has to be seen.
        const QRect room = editor->parentWidget()->rect();
        const int height = option.fontMetrics.lineSpacing() * kEditorLines + scaled(14);
        QRect place = option.rect;
        place.setWidth(std::min(std::max(place.width(), scaled(220)), room.width()));
        place.setHeight(std::min(std::max(place.height(), height), room.height()));
        place.moveLeft(std::clamp(place.left(), 0, std::max(0, room.width() - place.width())));
        place.moveTop(std::clamp(place.top(), 0, std::max(0, room.height() - place.height())));
        editor->setGeometry(place);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QRect& cell = option.rect;
        painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1),
                          widgets::themeTokens(option.palette).line);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::KeyPress) {
            const auto* key = static_cast<QKeyEvent*>(event);
            const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
            auto* editor = static_cast<QPlainTextEdit*>(watched);
            if (enter && (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
                Q_EMIT commitData(editor);
                Q_EMIT closeEditor(editor);
                return true;
            }
            if (enter && (key->modifiers() & (Qt::ShiftModifier | Qt::AltModifier)) != 0) {
                editor->insertPlainText(QStringLiteral("\n")); // not Qt's U+2028
                return true;
            }
        }
        return QStyledItemDelegate::eventFilter(watched, event);
    }
};

} // namespace

ExampleTableView::ExampleTableView(ExampleTableModel& model, QWidget* parent)
    : QTableView(parent), m_model(model)
{
    setModel(&model);
    setItemDelegate(new CellDelegate(this));
    setProperty("kind", QStringLiteral("flat"));
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    QHeaderView* rows = verticalHeader();
    rows->setSectionsMovable(true);
    rows->setSectionResizeMode(QHeaderView::Fixed);
    rows->setDefaultAlignment(Qt::AlignCenter);
    rows->setFocusPolicy(Qt::NoFocus);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(scaled(48));
    horizontalHeader()->setFocusPolicy(Qt::NoFocus);
    // The rows themselves move in the model; the header stays as it is.
    connect(rows, &QHeaderView::sectionMoved, this, [this, rows](int, int from, int to) {
        const QSignalBlocker quiet(rows);
        rows->moveSection(to, from);
        Q_EMIT moveWanted(from, to);
    });
    for (const auto signal :
         { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved }) {
        connect(&model, signal, this, &ExampleTableView::fitHeight);
    }
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        fitColumns();
        fitHeight();
    });
    fitHeight();
}

QList<int> ExampleTableView::chosenRows() const
{
    QList<int> rows;
    for (const QModelIndex& index : chosenIndexes()) {
        if (!rows.contains(index.row())) {
            rows.append(index.row());
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

QModelIndexList ExampleTableView::chosenIndexes() const
{
    QModelIndexList chosen = selectionModel()->selectedIndexes();
    if (chosen.isEmpty() && currentIndex().isValid()) {
        chosen.append(currentIndex());
    }
    return chosen;
}

Cells ExampleTableView::chosenCells() const
{
    const QModelIndexList chosen = chosenIndexes();
    if (chosen.isEmpty()) {
        return {};
    }
    const auto [left, right]
        = std::minmax_element(chosen.begin(), chosen.end(),
                              [](const auto& a, const auto& b) { return a.column() < b.column(); });
    const QList<int> rows = chosenRows();
    Cells cells;
    for (const int row : rows) {
        QStringList line;
        for (int column = left->column(); column <= right->column(); ++column) {
            const QModelIndex index = m_model.index(row, column);
            line.append(chosen.contains(index) ? index.data(Qt::EditRole).toString() : QString());
        }
        cells.push_back(line);
    }
    return cells;
}

void ExampleTableView::chooseRow(int row)
{
    if (m_model.columnCount() > 0 && row >= 0 && row < m_model.rowCount()) {
        const int column = std::max(currentIndex().column(), 0);
        setCurrentIndex(m_model.index(row, std::min(column, m_model.columnCount() - 1)));
    }
}

void ExampleTableView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete && event->modifiers() == Qt::NoModifier) {
        Q_EMIT clearWanted();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier
        && currentIndex().isValid() && state() != EditingState) {
        edit(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void ExampleTableView::wheelEvent(QWheelEvent* event)
{
    const QScrollBar* bar = verticalScrollBar();
    const bool up = event->angleDelta().y() > 0;
    if (bar->value() == (up ? bar->minimum() : bar->maximum())) {
        event->ignore(); // the page around it scrolls
        return;
    }
    QTableView::wheelEvent(event);
}

void ExampleTableView::fitHeight()
{
    verticalHeader()->setDefaultSectionSize(scaled(kRowHeight));
    const int rows = std::clamp(m_model.rowCount(), kFewestRows, kMostRows);
    const int height
        = horizontalHeader()->sizeHint().height() + rows * scaled(kRowHeight) + 2 * frameWidth();
    setFixedHeight(height + (horizontalScrollBar()->maximum() > 0 ? scaled(10) : 0));
}

/// Columns share the width by the length of what stands in them; none is narrower than can be read.
void ExampleTableView::fitColumns()
{
    const int columns = m_model.columnCount();
    if (columns == 0) {
        return;
    }
    QList<int> wanted;
    int sum = 0;
    for (int column = 0; column < columns; ++column) {
        const int most = scaled(240);
        int width = horizontalHeader()->sectionSizeHint(column);
        for (int row = 0; row < std::min(m_model.rowCount(), 50); ++row) {
            const QString text = m_model.index(row, column).data().toString().left(80);
            width = std::max(width, fontMetrics().horizontalAdvance(text) + scaled(16));
        }
        wanted.append(std::clamp(width, scaled(56), most));
        sum += wanted.last();
    }
    const int room = viewport()->width();
    const int fewest = scaled(columns > 3 ? 90 : 64);
    int left = room;
    for (int column = 0; column < columns; ++column) {
        const bool last = column == columns - 1;
        const int share = last ? left : wanted[column] * room / std::max(sum, 1);
        const int width = std::max(share, std::min(wanted[column], fewest));
        horizontalHeader()->resizeSection(column, width);
        left -= width;
    }
}

void ExampleTableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        fitColumns();
        fitHeight();
    }
}

void ExampleTableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitHeight();
    }
}

} // namespace fe::prompting
