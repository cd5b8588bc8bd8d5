// Every rule by id: each function is in the file of its name.
#pragma once

#include "detector/rules/rule.h"

namespace cw::detector {

Rule rule_b01();
Rule rule_b05();
Rule rule_g01();
Rule rule_g02();
Rule rule_g03();
Rule rule_g04();
Rule rule_g05();
Rule rule_g06();
Rule rule_g07();
Rule rule_g08();
Rule rule_g09();
Rule rule_g10();
Rule rule_g11();
Rule rule_g12();
Rule rule_g13();
Rule rule_g14();
Rule rule_g15();
Rule rule_g16();
Rule rule_g17();
Rule rule_g18();
Rule rule_g19();
Rule rule_g31();
Rule rule_g33();
Rule rule_r01();
Rule rule_r17();

} // namespace cw::detector
