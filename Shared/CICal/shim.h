// Reading iCalendar files by Debian's libical.
#pragma once
#include <libical/ical.h>
#include <stdint.h>
#include <strings.h>

// libical passes times and rules as large structures with pointers inside; Swift gets the few numbers it asks for.

/// Seconds since 1970 of a time as written, its zone left aside.
typedef struct {
    int64_t seconds;
    int kind; // 0 none, 1 a date, 2 a time of the wall clock, 3 a time of UTC
} aftersail_ical_time;

static inline aftersail_ical_time aftersail_ical_flat(struct icaltimetype time) {
    aftersail_ical_time flat = { 0, 0 };
    if (icaltime_is_null_time(time) || !icaltime_is_valid_time(time)) return flat;
    flat.kind = time.is_date ? 1 : icaltime_is_utc(time) ? 3 : 2;
    flat.seconds = (int64_t)icaltime_as_timet(time);
    return flat;
}

/// The value of a property when it is of one of the kinds its reader knows: the readers do not look themselves.
static inline icalvalue *aftersail_ical_value(icalproperty *property) {
    return property ? icalproperty_get_value(property) : 0;
}

/// A date or time, or the begin of a period.
static inline aftersail_ical_time aftersail_ical_property_time(icalproperty *property) {
    aftersail_ical_time none = { 0, 0 };
    icalvalue *value = aftersail_ical_value(property);
    switch (value ? icalvalue_isa(value) : ICAL_NO_VALUE) {
    case ICAL_DATE_VALUE: return aftersail_ical_flat(icalvalue_get_date(value));
    case ICAL_DATETIME_VALUE: return aftersail_ical_flat(icalvalue_get_datetime(value));
    case ICAL_PERIOD_VALUE: return aftersail_ical_flat(icalvalue_get_period(value).start);
    case ICAL_DATETIMEPERIOD_VALUE: {
        struct icaldatetimeperiodtype both = icalvalue_get_datetimeperiod(value);
        return aftersail_ical_flat(icaltime_is_null_time(both.time) ? both.period.start : both.time);
    }
    default: return none;
    }
}

/// Seconds of a duration, -1 when it is none, runs backwards or is longer than ten years.
static inline int64_t aftersail_ical_duration(icalproperty *property) {
    icalvalue *value = aftersail_ical_value(property);
    if (!value || icalvalue_isa(value) != ICAL_DURATION_VALUE) return -1;
    struct icaldurationtype length = icalvalue_get_duration(value);
    int64_t days = (int64_t)length.weeks * 7 + length.days;
    int64_t seconds = (int64_t)length.hours * 3600 + (int64_t)length.minutes * 60 + length.seconds;
    int64_t all = days * 86400 + seconds;
    return length.is_neg || all < 0 || all > 3660LL * 86400 ? -1 : all;
}

/// Walks a rule's dates; null for what is no rule, recurs more often than daily, which could go on for hours, or follows
/// another calendar than the Gregorian: ICU reckons the Chinese one and misses the new year of 2027 by a day.
static inline icalrecur_iterator *aftersail_ical_iterator(icalproperty *rule, icalproperty *start) {
    icalvalue *value = aftersail_ical_value(rule);
    icalvalue *begin = aftersail_ical_value(start);
    if (!value || icalvalue_isa(value) != ICAL_RECUR_VALUE || !begin) return 0;
    struct icalrecurrencetype recurrence = icalvalue_get_recur(value);
    if (recurrence.freq < ICAL_DAILY_RECURRENCE || recurrence.freq > ICAL_YEARLY_RECURRENCE) return 0;
    if (recurrence.rscale && strcasecmp(recurrence.rscale, "GREGORIAN")) return 0;
    switch (icalvalue_isa(begin)) {
    case ICAL_DATE_VALUE: return icalrecur_iterator_new(recurrence, icalvalue_get_date(begin));
    case ICAL_DATETIME_VALUE: return icalrecur_iterator_new(recurrence, icalvalue_get_datetime(begin));
    default: return 0;
    }
}

static inline aftersail_ical_time aftersail_ical_next(icalrecur_iterator *iterator) {
    return aftersail_ical_flat(icalrecur_iterator_next(iterator));
}
