// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chat/native.h"
#include "chat/operators.h"
#include "chat/value.h"

#include <memory>
#include <string>
#include <vector>

/// The syntax tree of a template. Built by the parser, completed by the binder (names get slots,
/// filters and tests their functions), then immutable.
namespace fe::chat {

struct Expression;
struct Statement;
using ExpressionPtr = std::unique_ptr<Expression>;
using StatementPtr = std::unique_ptr<Statement>;
using Block = std::vector<StatementPtr>;

/// Where a variable lives: `hops` frames outwards, then a slot.
struct Slot {
    int hops = 0;
    int index = 0;
};

enum class ArgumentKind { Positional, Named, Spread, SpreadNamed };

struct ArgumentNode {
    ArgumentKind kind = ArgumentKind::Positional;
    std::string name; ///< of Named
    ExpressionPtr value;
};

struct Expression {
    enum class Kind {
        Constant,
        Name, ///< a variable; also a target of an assignment
        NamespaceAttribute, ///< target only: name.attribute
        Tuple,
        List, ///< parts
        Dict, ///< parts: key, value, key, value ...
        Not,
        Negate,
        Plus, ///< parts[0]
        Arithmetic, ///< parts[0] operators[0] parts[1]
        Compare, ///< parts[0] operators[0] parts[1] operators[1] parts[2] ...
        And,
        Or, ///< parts[0], parts[1]
        Concat, ///< parts
        Conditional, ///< parts: test, value, otherwise (may be null)
        Attribute, ///< parts[0].text
        Item, ///< parts[0][parts[1]]
        Slice, ///< parts[0][parts[1]:parts[2]:parts[3]], bounds may be null
        Call, ///< parts[0](arguments)
        Filter, ///< parts[0] (null: the body of a block) | text(arguments)
        Test, ///< parts[0] is text(arguments)
    };

    Kind kind = Kind::Constant;
    int line = 1;
    int height = 1; ///< of the tree below
    std::string text; ///< name of a variable, attribute, filter or test
    Value constant; ///< Constant; NamespaceAttribute: the name of the attribute
    std::vector<ExpressionPtr> parts;
    std::vector<Operator> operators;
    std::vector<ArgumentNode> arguments;
    Slot slot; ///< Name, NamespaceAttribute
    const NativeRow* function = nullptr; ///< Filter, Test; null: unknown, an error when reached
};

/// How a frame fills a slot when it is entered.
struct SlotStart {
    enum class From { Missing, Context, Outer, Parameter };
    std::string name;
    From from = From::Missing;
    Slot outer; ///< Outer: seen from the frame itself, hops >= 1
};

/// The variables of a frame, found before rendering as jinja2 does when it compiles.
struct FrameLayout {
    std::vector<SlotStart> slots;
};

/// A macro, or the body of {% call %}.
struct MacroNode {
    std::string name;
    std::vector<ExpressionPtr> parameters; ///< Names
    std::vector<ExpressionPtr> defaults; ///< of the last parameters
    Block body;
    FrameLayout layout;
    int callerSlot = -1; ///< of `caller`, `kwargs`, `varargs` where the body reads them and no
    int namedSlot = -1; ///< parameter has the name; -1: not read
    int restSlot = -1;
};

struct Statement {
    enum class Kind {
        Data, ///< text
        Print, ///< expressions
        If, ///< expressions[i] guards blocks[i]; one block more is the else
        For, ///< target, expressions: iterable, test (may be null); blocks: body, else (may be
             ///< empty)
        Set, ///< target = expressions[0]
        SetBlock, ///< target = blocks[0], through filter expressions[0] (may be null)
        Macro, ///< macro, stored in target
        CallBlock, ///< expressions[0] is a call that gets the macro as `caller`
        FilterBlock, ///< expressions[0] applies to blocks[0]
        With, ///< targets take expressions, then blocks[0]
        Generation, ///< blocks[0] in its own scope
        Break,
        Continue,
    };

    Kind kind = Kind::Data;
    int line = 1;
    std::string text;
    ExpressionPtr target;
    std::vector<ExpressionPtr> targets;
    std::vector<ExpressionPtr> expressions;
    std::vector<Block> blocks;
    std::unique_ptr<MacroNode> macro;
    bool recursive = false;
    FrameLayout layout; ///< of the body, where it has a scope of its own
    FrameLayout testLayout; ///< For: of its test
    FrameLayout elseLayout; ///< For
    int loopSlot = -1; ///< For: of the variable `loop` in `layout`
};

/// A compiled template. Immutable and shared between renders.
struct Template {
    Heap constants;
    Block body;
    FrameLayout layout;
    std::string file;
};

/// Completes the tree; throws Failure for unknown filters and tests outside of conditions.
void bindNames(Template& compiled);

} // namespace fe::chat
