// Training of linear machines by Debian's liblinear.
#pragma once
#include <linear.h>
#include <stdlib.h>

// The solver draws from the process's random numbers: each training starts them anew.
static inline struct model *aftersail_train(const struct problem *problem, const struct parameter *parameter) {
    srand(1);
    return train(problem, parameter);
}

static inline void aftersail_forget(struct model *model) { free_and_destroy_model(&model); }

static inline void aftersail_be_silent(const char *text) { (void)text; }

static inline void aftersail_silence(void) { set_print_string_function(aftersail_be_silent); }

static inline int aftersail_squared_hinge(void) { return L2R_L2LOSS_SVC_DUAL; }
