package dev.localllm.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param parts the content in order; may be empty
 * @param thinking what the model thought before it answered, null when it did not say
 * @param toolCalls calls that the assistant asks for; empty for the other roles
 * @param toolCallId which call a {@link Role#TOOL} message answers, null when not told
 * @param toolName name of the tool that a {@link Role#TOOL} message comes from, null when unknown
 */
public record Message(
    Role role,
    List<Part> parts,
    @Nullable String thinking,
    List<ToolCall> toolCalls,
    @Nullable String toolCallId,
    @Nullable String toolName) {

  public Message {
    parts = List.copyOf(parts);
    toolCalls = List.copyOf(toolCalls);
  }
}
