BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"

    $file = Join-Path $TestDrive 'client.reg'
    Set-Content -LiteralPath $file -Encoding unicode -Value @(
        'Windows Registry Editor Version 5.00', '',
        '[HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client]'
        '"Enabled"=dword:00000001', '"DisabledByDefault"=dword:00000000'
    )
}

Describe 'Get-SchannelTlsPolicy' {
    It 'shows in its table what is not known, and does not show it as off' {
        $lines = (Get-SchannelTlsPolicy $file | Out-String -Width 120) -split '\r?\n'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 119 }
        $lines -match '^client.reg +none +Tls12 \? +\? +not known +\? *$' | Should -HaveCount 1
    }

    It 'names findings with their source, and algorithms one to a line' {
        $policy = Get-SchannelTlsPolicy $file -WindowsVersion 2016
        $policy | Format-List | Out-String -Width 500 | Should -BeLike '*Information NotSetExplicitly: *TLS 1.2 Server*https://aka.ms/HC-TLSConfigDocs*'
        ($policy.Ciphers | Out-String -Width 120) -split '\r?\n' -match '^Cipher +AES 256/256 +\w+ ' | Should -HaveCount 1
    }
}
