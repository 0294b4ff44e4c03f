// SPDX-License-Identifier: Apache-2.0
#include "chat/chat_template.h"

#include "base/utf8.h"
#include "chat/ast.h"
#include "chat/interpreter.h"
#include "chat/parser.h"

#include <new>
#include <utility>

namespace fe::chat {

struct ChatTemplate::Program {
    Template compiled;
};

namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;

Error errorOf(const Failure& failure, const std::string& file, int line)
{
    Error error;
    error.file = file;
    error.field = "line " + std::to_string(line);
    error.why = failure.why;
    switch (failure.kind) {
    case Failure::Kind::Wrong:
        error.code = ErrorCode::Malformed;
        error.what = "the chat template fails";
        break;
    case Failure::Kind::Refused:
        error.code = ErrorCode::InvalidArgument;
        error.what = "the chat template refuses this conversation";
        break;
    case Failure::Kind::Unsupported:
        error.code = ErrorCode::Unsupported;
        error.what = "cannot use this chat template";
        break;
    case Failure::Kind::Limit:
        error.code = ErrorCode::LimitExceeded;
        error.what = "the chat template exceeds a limit";
        break;
    }
    return error;
}

Error outOfMemory(const std::string& file)
{
    return { ErrorCode::OutOfMemory, "no memory left for the chat template", file, {}, {}, {} };
}

Value fromJson(Runtime& runtime, const Json& json)
{
    if (const auto flag = json.asBool()) {
        return *flag;
    }
    if (json.isInteger()) {
        const auto number = json.asInt();
        if (!number) {
            runtime.failLimit("an integer is over 64 bits");
        }
        return *number;
    }
    if (const auto number = json.asDouble()) {
        return *number;
    }
    if (const std::string* text = json.asString()) {
        return runtime.text(base::isValidUtf8(*text) ? *text : base::toValidUtf8(*text));
    }
    if (const Json::Array* items = json.asArray()) {
        const Runtime::Active active(runtime);
        Values values;
        for (const Json& item : *items) {
            values.push_back(fromJson(runtime, item));
        }
        return runtime.list(std::move(values));
    }
    if (const Json::Object* members = json.asObject()) {
        const Runtime::Active active(runtime);
        Dict& dict = runtime.make<Dict>();
        for (const auto& [name, value] : *members) {
            dict.set(runtime, runtime.text(base::toValidUtf8(name)), fromJson(runtime, value));
        }
        return static_cast<const Dict*>(&dict);
    }
    return None {};
}

Context contextOf(Runtime& runtime, const Json& messages, const RenderOptions& options)
{
    Context context;
    for (const NativeRow& row : globalFunctions()) {
        context[std::string(row.name)] = makeFunction(runtime, row, {});
    }
    context["add_generation_prompt"] = options.addGenerationPrompt;
    context["bos_token"] = runtime.text(base::toValidUtf8(options.bosToken));
    context["eos_token"] = runtime.text(base::toValidUtf8(options.eosToken));
    context["tools"] = None {};
    context["documents"] = None {};
    if (const Json::Object* variables = options.variables.asObject()) {
        for (const auto& [name, value] : *variables) {
            context[name] = fromJson(runtime, value);
        }
    }
    context["messages"] = fromJson(runtime, messages);
    return context;
}

} // namespace

Result<ChatTemplate> ChatTemplate::compile(std::string_view source, const std::string& file)
{
    auto program = std::make_shared<Program>();
    program->compiled.file = file;
    try {
        if (source.size() > kMaxSourceBytes) {
            throw Failure { Failure::Kind::Limit,
                            "the template is larger than " + base::bytesText(kMaxSourceBytes), 1 };
        }
        parseTemplate(base::toValidUtf8(source), program->compiled);
        bindNames(program->compiled);
    } catch (const Failure& failure) {
        return errorOf(failure, file, failure.line);
    } catch (const std::bad_alloc&) {
        return outOfMemory(file);
    }
    ChatTemplate compiled;
    compiled.m_program = std::move(program);
    return compiled;
}

Result<std::string> ChatTemplate::render(const std::vector<Message>& messages,
                                         const RenderOptions& options) const
{
    Json list = Json::array();
    for (const Message& message : messages) {
        Json entry = Json::object();
        entry.set("role", message.role);
        entry.set("content", message.content);
        list.push(std::move(entry));
    }
    return render(list, options);
}

Result<std::string> ChatTemplate::render(const Json& messages, const RenderOptions& options) const
{
    const Template& compiled = m_program->compiled;
    Heap heap;
    Runtime runtime(heap);
    try {
        const Context context = contextOf(runtime, messages, options);
        return Interpreter(runtime, compiled, context).run();
    } catch (const Failure& failure) {
        return errorOf(failure, compiled.file, runtime.line());
    } catch (const std::bad_alloc&) {
        return outOfMemory(compiled.file);
    }
}

} // namespace fe::chat
