// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast the peer tokenizes one text: llama_tokenize MODEL TEXT prints MB/s of the second of two
// runs. Built by inputs.py against the peer's own headers and libraries.
#include <llama.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

int main(int count, char** words)
{
    if (count != 3) {
        return 2;
    }
    llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
    llama_backend_init();
    llama_model_params options = llama_model_default_params();
    options.vocab_only = true;
    llama_model* model = llama_model_load_from_file(words[1], options);
    std::ostringstream read;
    read << std::ifstream(words[2], std::ios::binary).rdbuf();
    const std::string text = read.str();
    if (model == nullptr || text.empty()) {
        return 1;
    }
    double speed = 0;
    for (int run = 0; run < 2; ++run) {
        std::vector<llama_token> ids(text.size() + 8);
        const auto begin = std::chrono::steady_clock::now();
        const auto made = llama_tokenize(llama_model_get_vocab(model), text.data(),
                                         static_cast<int32_t>(text.size()), ids.data(),
                                         static_cast<int32_t>(ids.size()), true, true);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        if (made <= 0) {
            return 1;
        }
        speed = static_cast<double>(text.size()) / 1e6 / seconds.count();
    }
    std::printf("%.6f\n", speed);
    llama_model_free(model);
    return 0;
}
