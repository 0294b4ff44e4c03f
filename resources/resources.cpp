// SPDX-License-Identifier: GPL-3.0-or-later
// A static library wants one object of its own beside the generated ones.
namespace fe::resources {
extern const int kFormat;
const int kFormat = 1;
} // namespace fe::resources
