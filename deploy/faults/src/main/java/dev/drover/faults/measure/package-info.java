/**
 * How long servers feel a fault. Times without a process are the witnesses' word, in steps of 10 ms; whether a server runs is the
 * events' word, since for that it has to answer, too.
 */
@NullMarked
package dev.drover.faults.measure;

import org.jspecify.annotations.NullMarked;
