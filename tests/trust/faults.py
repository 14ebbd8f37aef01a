"""The faults that are planted, and the tests that hold each: a file, a function of it, or several."""

from __future__ import annotations

from typing import Final, NamedTuple


class Fault(NamedTuple):
    """One kind of input that must do no harm.

    Attributes:
        number: In the list of threats, from 1.
        what: What is planted.
        tests: `file::function` from the folder of tests.
    """

    number: int
    what: str
    tests: tuple[str, ...]


FAULTS: Final = (
    Fault(
        1,
        "escapes, controls and NUL in a body",
        (
            "trust/test_sockets.py::test_a_body_of_any_kind_is_shown_without_acting",
            "plugin/test_report.py::test_whatever_comes_the_run_completes_and_nothing_acts",
        ),
    ),
    Fault(
        2,
        "escapes and line ends in a field value",
        ("trust/test_sockets.py::test_a_field_with_controls_and_commands_is_visible",),
    ),
    Fault(
        3,
        "a reason phrase with escapes, of 10 kB, or empty",
        ("trust/test_sockets.py::test_a_reason_phrase_is_visible_and_short",),
    ),
    Fault(
        4,
        "workflow commands at the start of a line, after CR, after a vertical tab",
        (
            "rendering/test_visible.py::test_what_a_terminal_or_a_runner_would_obey_is_visible_and_inert",
            "plugin/test_github.py::test_what_a_server_says_starts_no_command",
        ),
    ),
    Fault(
        5,
        "commands of Azure, TeamCity and GitHub in the middle of a line",
        (
            "rendering/test_visible.py::test_what_a_terminal_or_a_runner_would_obey_is_visible_and_inert",
            "trust/test_sockets.py::test_a_reason_phrase_is_visible_and_short",
        ),
    ),
    Fault(
        6,
        "a command at the start of a line that our own wrapping makes",
        (
            "rendering/test_visible.py::test_finished_text_is_made_inert_once_more",
            "trust/test_sockets.py::test_a_body_of_any_kind_is_shown_without_acting",
        ),
    ),
    Fault(
        7,
        "fences, tables, images and tags in a step summary",
        (
            "reporting/test_github.py::test_whatever_comes_from_outside_stays_text_in_markdown",
            "reporting/test_github.py::test_a_fence_shows_the_text_itself",
        ),
    ),
    Fault(
        8,
        "a step summary that is full, read-only or not named",
        (
            "reporting/test_github.py::test_a_full_summary_stays_as_it_is",
            "reporting/test_github.py::test_a_file_that_cannot_be_written_is_named",
            "reporting/test_github.py::test_without_a_file_a_line_says_so",
        ),
    ),
    Fault(
        9,
        "scripts, handlers and `javascript:` in a page",
        (
            "reporting/test_htmlpage_seen.py::test_what_is_hostile_is_text",
            "reporting/test_htmlpage_seen.py::test_the_policy_refuses_what_is_not_the_pages_own",
        ),
    ),
    Fault(
        10,
        "what XML does not know, in every file",
        (
            "plugin/test_junit.py::test_the_file_is_valid_whatever_was_sent",
            "reporting/test_junitfile.py::test_what_xml_does_not_know_arrives_as_an_escape",
            "reporting/test_jsonfile.py::test_a_strict_parser_takes_what_is_hostile_and_finds_it_whole",
        ),
    ),
    Fault(
        11,
        "a lone surrogate under `-n 2`",
        ("trust/test_load.py::test_no_type_and_no_surrogate_ends_a_run_of_workers",),
    ),
    Fault(
        12,
        "enums, subclasses of `str` and `int` under `-n 2`",
        (
            "trust/test_load.py::test_no_type_and_no_surrogate_ends_a_run_of_workers",
            "clients/test_contract.py::test_values_are_exact_builtins",
        ),
    ),
    Fault(
        13,
        "bidi, zero-width, tags and fillers",
        ("rendering/test_visible.py::test_what_a_terminal_or_a_runner_would_obey_is_visible_and_inert",),
    ),
    Fault(
        14,
        "a body of hundreds of megabytes in memory",
        ("trust/test_bounded.py::test_a_body_of_200_mb_takes_less_than_one_of_memory",),
    ),
    Fault(
        15,
        "one long line, a million lines, deep and numeric JSON",
        (
            "trust/test_bounded.py::test_no_repetition_takes_much_memory",
            "test_content.py::test_the_kind_is_told_by_the_bytes_first_and_the_media_type_second",
        ),
    ),
    Fault(
        16,
        "20,000 times the same sign",
        (
            "rendering/test_visible.py::test_20000_times_the_same_take_linear_time",
            "sealing/test_redaction.py::test_a_text_of_20000_times_the_same_takes_linear_time",
            "sealing/test_scrubbing.py::test_a_text_of_20000_times_the_same_takes_linear_time",
        ),
    ),
    Fault(
        17,
        "a media type that is wrong, missing, or of 10 kB",
        (
            "test_content.py::test_the_kind_is_told_by_the_bytes_first_and_the_media_type_second",
            "trust/test_sockets.py::test_a_body_of_any_kind_is_shown_without_acting",
        ),
    ),
    Fault(
        18,
        "a charset that raises, warns, or is none",
        (
            "test_content.py::test_a_charset_is_used_when_it_is_a_known_one_and_remarked_when_it_is_not_the_declared_one",
            "trust/test_properties.py::test_any_body_is_read",
        ),
    ),
    Fault(
        19,
        "UTF-16, EUC-KR, a lying charset, a cut inside a character",
        (
            "test_content.py::test_a_charset_is_used_when_it_is_a_known_one_and_remarked_when_it_is_not_the_declared_one",
            "test_content.py::test_a_character_that_the_cut_splits_is_left_out",
        ),
    ),
    Fault(
        20,
        "images, PDF, protobuf, all bytes",
        (
            "rendering/test_transcript.py::test_a_body_is_shown_by_its_kind",
            "test_content.py::test_the_kind_is_told_by_the_bytes_first_and_the_media_type_second",
        ),
    ),
    Fault(
        21,
        "compressed bombs, decoded and not",
        (
            "trust/test_sockets.py::test_a_bomb_that_the_client_has_read_is_shown_by_its_head",
            "trust/test_sockets.py::test_a_bomb_that_nobody_decoded_is_named_and_not_inflated",
        ),
    ),
    Fault(
        22,
        "unread streams of every client",
        (
            "trust/test_untouched.py::test_what_is_unread_can_be_read_after_assertions",
            "trust/test_untouched.py::test_an_unread_connection_stays_out_of_the_pool_until_it_is_read",
        ),
    ),
    Fault(
        23,
        "streams half read, closed, or taken in pieces",
        ("trust/test_sockets.py::test_a_stream_that_is_half_read_or_closed_is_never_said_to_be_empty",),
    ),
    Fault(
        24,
        "endless generators, event streams, a switch of protocols",
        (
            "clients/test_in_process.py::test_flask_content_that_is_endless_or_large_is_not_touched",
            "trust/test_sockets.py::test_a_stalled_stream_is_not_waited_for",
            "trust/test_sockets.py::test_a_switch_of_protocols_is_left_alone",
        ),
    ),
    Fault(
        25,
        "generators that the test has not run",
        (
            "clients/test_in_process.py::test_flask_generator_is_left_alone_and_complete_afterwards",
            "clients/test_in_process.py::test_django_stream_is_left_alone_and_gone_when_the_test_has_read_it",
        ),
    ),
    Fault(
        26,
        "mocks of every kind",
        (
            "test_explaining.py::test_a_mock_with_a_code_is_explained_by_its_code",
            "trust/test_bounded.py::test_a_property_of_a_mock_is_read_as_often_as_it_must_be_and_no_call_is_made",
        ),
    ),
    Fault(
        27,
        "attributes and special methods that raise, classes that lie",
        (
            "trust/test_bounded.py::test_what_could_wait_or_run_is_never_asked",
            "trust/test_bounded.py::test_a_property_that_raises_an_interrupt_lets_it_through",
            "trust/test_bounded.py::test_a_class_that_lies_and_an_object_that_has_everything_are_explained_by_their_code",
        ),
    ),
    Fault(
        28,
        "attributes that wait or send",
        (
            "trust/test_bounded.py::test_what_could_wait_or_run_is_never_asked",
            "clients/test_generic.py::test_property_that_would_read_a_stream_is_not_asked",
        ),
    ),
    Fault(
        29,
        "fields of every shape, many, long, repeated",
        (
            "test_explaining.py::test_fields_of_any_shape_are_shown",
            "trust/test_bounded.py::test_10000_fields_and_fields_of_1_mb_are_bounded",
            "trust/test_sockets.py::test_many_long_repeated_empty_and_strange_fields_are_bounded",
        ),
    ),
    Fault(
        30,
        "a status that is none",
        (
            "trust/test_bounded.py::test_a_status_that_is_none_is_refused_in_one_short_line",
            "trust/test_sockets.py::test_a_status_that_is_none_is_refused_by_the_client_or_by_us",
        ),
    ),
    Fault(
        31,
        "credentials of every scheme in fields",
        (
            "sealing/test_redaction.py::test_no_surface_shows_a_credential",
            "sealing/test_figures.py::test_none_of_the_planted_credentials_is_seen_and_the_look_alikes_are_readable",
        ),
    ),
    Fault(
        32,
        "credentials in URLs, wherever one stands",
        (
            "sealing/test_redaction.py::test_of_a_url_only_the_credentials_go",
            "sealing/test_redaction.py::test_no_surface_shows_a_credential",
        ),
    ),
    Fault(
        33,
        "credentials in JSON, forms and parts",
        (
            "sealing/test_redaction.py::test_no_surface_shows_a_credential",
            "sealing/test_properties.py::test_no_body_shows_its_credential",
        ),
    ),
    Fault(
        34,
        "a credential that the server echoes",
        (
            "sealing/test_properties.py::test_no_echo_shows_the_credential",
            "sealing/test_seal.py::test_evidence_is_cut_only_after_its_credentials_went",
        ),
    ),
    Fault(
        35,
        "what only looks like a credential",
        (
            "sealing/test_redaction.py::test_what_only_looks_like_a_credential_stays_readable",
            "sealing/test_figures.py::test_none_of_the_planted_credentials_is_seen_and_the_look_alikes_are_readable",
        ),
    ),
    Fault(
        36,
        "credentials in pytest's own lines",
        (
            "plugin/test_scrubbed.py::test_no_style_shows_a_credential_of_any_form",
            "plugin/test_scrubbed.py::test_nor_do_workers_send_one",
        ),
    ),
    Fault(
        37,
        "failures in every phase and kind of test",
        (
            "plugin/test_report.py::test_a_failure_of_any_phase_is_explained",
            "plugin/test_plain.py::test_every_kind_of_test_is_explained",
            "trust/test_load.py::test_a_run_that_ends_early_has_what_was_known",
        ),
    ),
    Fault(
        38,
        "failures that were expected",
        (
            "plugin/test_report.py::test_a_failure_that_was_expected_is_no_news",
            "plugin/test_plain.py::test_what_is_no_failure_is_left_alone",
        ),
    ),
    Fault(
        39,
        "reruns",
        (
            "plugin/test_summary.py::test_of_reruns_the_last_attempt_counts",
            "plugin/test_junit.py::test_each_attempt_has_its_own_and_one_that_passes_has_none",
        ),
    ),
    Fault(
        40,
        "two responses that could both be meant",
        (
            "recovery/test_recover.py::test_which_response_it_was_about",
            "recovery/test_recorder.py::test_other_threads_are_told_apart",
        ),
    ),
    Fault(
        41,
        "each function of ours raising in turn",
        (
            "trust/test_every_function.py::test_no_fault_of_ours_hides_or_changes_a_failure_or_shows_a_credential",
            "trust/test_every_function.py::test_no_fault_of_ours_ends_a_run_or_leaves_half_a_file",
        ),
    ),
    Fault(
        42,
        "a damaged catalogue, a full disk, another encoding",
        (
            "rendering/test_words.py::test_a_part_that_failed_is_named_even_without_a_catalogue",
            "trust/test_load.py::test_a_disk_that_is_full_leaves_what_stood_there_and_costs_one_line",
            "test_cli.py::test_a_terminal_without_hangul_shows_escapes",
        ),
    ),
    Fault(
        43,
        "thousands of failures, and runs that are to be silent",
        (
            "reporting/test_htmlpage.py::test_the_page_grows_by_little_with_the_number_of_failures",
            "plugin/test_summary.py::test_it_is_silent_where_that_is_asked_for",
            "plugin/test_compat.py::test_the_debugger_stops_at_the_line_of_the_test",
        ),
    ),
    Fault(
        44,
        "another tool in the recorder's place, two sessions in one process",
        (
            "recovery/test_recorder.py::test_a_taken_id_is_respected",
            "plugin/test_plain.py::test_two_sessions_in_one_process",
        ),
    ),
    Fault(
        45,
        "warnings as errors, with every client",
        ("trust/test_untouched.py::test_what_can_be_read_is_the_same_before_and_after",),
    ),
)
