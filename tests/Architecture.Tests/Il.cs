using System.Reflection;
using System.Reflection.Emit;

namespace KpiPlatform.Architecture.Tests;

/// <summary>Reads a method's compiled code for the types and members it names.</summary>
internal static class Il
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>Everything the body calls, makes, reads or casts to, as "Namespace.Type" or "Namespace.Type.Member".</summary>
    public static IEnumerable<string> Uses(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var op = code[at] == 0xFE ? Codes[(short)((code[at] << 8) | code[at + 1])] : Codes[code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                && Name(method, BitConverter.ToInt32(code, at)) is { } name)
                yield return name;
            at += OperandSize(op.OperandType, code, at);
        }
    }

    private static string? Name(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod) switch
        {
            Type used => Impurities.NameOf(used),
            { DeclaringType: { } owner } member => $"{Impurities.NameOf(owner)}.{member.Name}",
            _ => null,
        };
    }

    private static int OperandSize(OperandType type, byte[] code, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
